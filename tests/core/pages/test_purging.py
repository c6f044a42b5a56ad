"""A cache in front of the site is told what to forget, again and again until it has heard."""

import json

import pytest

from startalking.core import fetch, pages
from startalking.core.fetch import FetchError, Response
from startalking.core.pages import purging

URL = "https://cdn.example/purge"


class Cdn:
    def __init__(self):
        self.calls, self.answers = [], []

    def call(self, url, headers, body, content_type):
        self.calls.append((url, headers, json.loads(body)["tags"], content_type))
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        return Response(url, answer, {}, b"", "")


@pytest.fixture
def cdn(monkeypatch, settings):
    settings.PURGE_URL, settings.PURGE_HEADERS = URL, {"Fastly-Key": "geheim"}
    found = Cdn()
    monkeypatch.setattr(fetch, "call", found.call)
    return found


@pytest.fixture
def later(monkeypatch):
    """What is put off, as (keys, tries): a queue that runs at once knows no later."""
    put_off = []

    class Task:
        def enqueue(self, keys, tries):
            put_off.append((keys, tries))

    monkeypatch.setattr(type(purging.tell), "using", lambda _task, **_when: Task())
    return put_off


@pytest.mark.django_db
@pytest.mark.parametrize("change", [pages.renew, pages.revoke])
def test_it_is_told_by_keys(cdn, change):
    change("post-1", "comments")
    headers = {"Surrogate-Key": "comments post-1", "Fastly-Key": "geheim"}
    assert cdn.calls == [(URL, headers, ["comments", "post-1"], "application/json")]


@pytest.mark.django_db
def test_many_keys_are_told_in_several_calls(cdn):
    pages.renew(*(f"post-{number}" for number in range(70)))
    assert [len(tags) for _url, _headers, tags, _kind in cdn.calls] == [30, 30, 10]
    assert len({tag for call in cdn.calls for tag in call[2]}) == 70


@pytest.mark.parametrize("answer", [500, 403, 301, FetchError("Da ist niemand.")])
def test_who_did_not_hear_is_told_again(cdn, later, caplog, answer):
    cdn.answers = [answer]
    purging.tell.call(["site"], 0)
    assert later == [(["site"], 1)]
    assert "geheim" not in caplog.text


def test_at_some_time_it_is_enough(cdn, later):
    cdn.answers = [500]
    purging.tell.call(["site"], len(purging.PAUSES))
    assert later == []


def test_nobody_is_told_unless_wanted(cdn, settings):
    settings.PURGE_URL = ""
    pages.renew("site")
    assert cdn.calls == []
