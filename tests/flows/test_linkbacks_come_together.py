"""A page that links to several of ours calls for each of them, while it is being read and right after."""

import pytest

from linkbacks.models import Incoming
from startalking.core import fetch
from tests.doors import SOURCE, page_about, webmention
from tests.factories import make_post
from tests.web import html

pytestmark = pytest.mark.django_db


def test_who_calls_while_the_page_is_being_read_is_settled_with_it(client, monkeypatch):
    first, second = make_post(), make_post()
    asked = []

    def get(url, **_limits):
        asked.append(url)
        webmention(client, second)
        return html(url, page_about(first) + page_about(second))

    monkeypatch.setattr(fetch, "get", get)
    webmention(client, first)
    assert asked == [SOURCE]
    assert Incoming.objects.believed().count() == 2


def test_who_calls_while_a_page_is_out_of_reach_is_looked_after_later(client, monkeypatch):
    first, second = make_post(), make_post()

    def get(url, **_limits):
        webmention(client, second)
        raise fetch.FetchError("Nobody answers.")

    monkeypatch.setattr(fetch, "get", get)
    webmention(client, first)
    assert {row.proof for row in Incoming.objects.all()} == {Incoming.Proof.WAITING}
    assert all(row.due_at for row in Incoming.objects.all())
