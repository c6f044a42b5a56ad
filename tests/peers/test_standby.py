"""Readers' pages from a real streaming replica, which may be behind, or away."""

import re
from contextlib import contextmanager

import pytest

from bench.house import OPEN_HOUSE, House, Visitor
from tests.peers.standby import Pair, missing

pytestmark = pytest.mark.peers

TOKEN = re.compile(r'name="token" value="([^"]+)"')
PUBLISH_ALL = """
from comments.models import Policy
Policy.objects.update(admission="harmless")
"""
PAGE = "/blog/beitrag-1/"


@pytest.fixture(scope="module")
def pair():
    if reason := missing():
        pytest.skip(reason)
    with Pair() as pair:
        yield pair


@pytest.fixture(scope="module")
def prepared(pair, tmp_path_factory):
    """The folder of a site that is set up."""
    folder = tmp_path_factory.mktemp("data")
    with House(folder, pair.primary.url) as house:
        house.start("--prepare", "--no-demo")
        house.shell(OPEN_HOUSE + PUBLISH_ALL)
        house.stop()
    return folder


@contextmanager
def open_house(pair, folder, **machine):
    with House(folder, pair.primary.url) as house:
        house.machine |= {"DATABASE_REPLICA_URL": pair.standby.url} | machine
        house.start()
        yield house
        house.stop()


@pytest.fixture
def house(pair, prepared):
    """Without the page cache every look is one at the database."""
    with open_house(pair, prepared, PAGE_CACHE="no") as house:
        yield house


@pytest.fixture
def lag(pair, prepared):
    """The standby stays behind, from when it is called to the end of the test."""
    yield pair.pause
    if pair.standby.is_up:
        pair.resume()


def title(pair, words):
    """Write past the site, which therefore hears nothing of it."""
    pair.primary.told("UPDATE blog_post SET title = %s WHERE slug = 'beitrag-1'", words)


def comment(house, words, post=2):
    visitor = Visitor(house)
    form = TOKEN.search(visitor.get(f"/kommentar/beitrag/{post}/"))
    said = {"name": "Leserin", "email": "leserin@example.org", "follow": "", "token": form[1], "body": words}
    assert visitor.post(f"/kommentar/beitrag/{post}/", said) == 302


def test_readers_are_shown_what_the_standby_knows(house, pair, lag):
    reader = Visitor(house)
    title(pair, "Vorher")
    pair.catch_up()
    assert "Vorher" in reader.get(PAGE)
    lag()
    title(pair, "Nachher")
    assert "Vorher" in reader.get(PAGE)
    pair.resume()
    assert "Nachher" in reader.get(PAGE)


def test_a_comment_is_on_the_page_at_once_although_the_standby_is_behind(house, pair, lag):
    reader = Visitor(house)
    reader.get(PAGE)
    lag()
    comment(house, "Gleich zu sehen")
    assert "Gleich zu sehen" in reader.get(PAGE)
    title(pair, "Vom ersten Rechner")
    assert "Vom ersten Rechner" in reader.get(PAGE)
    pair.resume()
    lag()
    title(pair, "Vom zweiten noch nicht")
    assert "Vom ersten Rechner" in reader.get(PAGE)
    assert "Gleich zu sehen" in reader.get(PAGE)


def test_no_page_is_kept_as_it_was_before_the_comment(pair, prepared, lag):
    with open_house(pair, prepared, PAGE_CACHE="yes") as house:
        reader = Visitor(house)
        reader.get(PAGE)
        lag()
        comment(house, "Wird behalten")
        assert "Wird behalten" in reader.get(PAGE)
        pair.resume()
        assert "Wird behalten" in reader.get(PAGE)


def test_a_standby_that_is_away_costs_no_page(house, pair):
    reader = Visitor(house)
    reader.get(PAGE)
    pair.standby.stop()
    try:
        for _look in range(3):
            assert "<title>" in reader.get(PAGE)
        title(pair, "Auch ohne den zweiten")
        assert "Auch ohne den zweiten" in reader.get(PAGE)
    finally:
        pair.standby.start()


def test_a_server_that_replays_nothing_is_not_taken_for_a_standby(pair, prepared):
    pair.primary.told("CREATE DATABASE other")
    elsewhere = pair.primary.url.replace("/postgres", "/other")
    with open_house(pair, prepared, DATABASE_REPLICA_URL=elsewhere, PAGE_CACHE="no") as house:
        assert "beitrag-1" in Visitor(house).get("/")
