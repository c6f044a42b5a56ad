"""After a start the pages that are asked for first are drawn before anybody asks."""

from threading import Event

import pytest

from blog.models import Post
from startalking import warming
from startalking.core.pages import door, store
from startalking.core.pages.door import Door
from startalking.handler import Handler
from tests.factories import make_category, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages_are_kept(connection_stays, monkeypatch, settings):
    settings.PAGE_CACHE = True
    monkeypatch.setattr(warming.connections, "close_all", lambda: None)


def test_the_pages_that_matter_are_found_by_the_workers(settings):
    post, category = make_post(), make_category()
    draft = make_post(status=Post.Status.DRAFT)
    paths = warming.addresses()
    assert {"/", "/feed/", post.get_absolute_url(), category.get_absolute_url()} <= set(paths)
    assert draft.get_absolute_url() not in paths
    assert warming.warm(Door(Handler()), paths, Event()) == len(paths)
    for path in paths:
        page = store.find(f"{settings.SITE_URL}{path}?")
        assert page is not None, path
        assert page.status == "200 OK", path


def test_it_ends_when_the_site_stops():
    stopped = Event()
    stopped.set()
    assert warming.warm(Door(Handler()), ["/"], stopped) == 0


def test_nothing_is_drawn_ahead_while_pages_are_not_kept(settings):
    settings.PAGE_CACHE = False
    before = door.counted.copy()
    warming.begin(Event())
    assert door.counted == before
