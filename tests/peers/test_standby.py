"""Readers' pages from a real streaming replica, which may be behind, or away."""

from contextlib import contextmanager

import pytest

from bench.house import House
from tests.peers.readers import SITE, comment, look
from tests.peers.standby import Pair, missing

pytestmark = pytest.mark.peers


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
        house.shell(SITE)
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


def test_readers_are_shown_what_the_standby_knows(house, pair, lag):
    title(pair, "Vorher")
    pair.catch_up()
    assert "Vorher" in look(house)
    lag()
    title(pair, "Nachher")
    assert "Vorher" in look(house)
    pair.resume()
    assert "Nachher" in look(house)


def test_a_comment_is_on_the_page_at_once_although_the_standby_is_behind(house, pair, lag):
    look(house)
    lag()
    assert comment(house, "Gleich zu sehen") == 302
    assert "Gleich zu sehen" in look(house)
    title(pair, "Vom ersten Rechner")
    assert "Vom ersten Rechner" in look(house)
    pair.resume()
    lag()
    title(pair, "Vom zweiten noch nicht")
    assert "Vom ersten Rechner" in look(house)
    assert "Gleich zu sehen" in look(house)


def test_no_page_is_kept_as_it_was_before_the_comment(pair, prepared, lag):
    with open_house(pair, prepared, PAGE_CACHE="yes") as house:
        look(house)
        lag()
        assert comment(house, "Wird behalten") == 302
        assert "Wird behalten" in look(house)
        pair.resume()
        assert "Wird behalten" in look(house)


def test_a_standby_that_is_away_costs_no_page(house, pair):
    look(house)
    pair.standby.stop()
    try:
        for _look in range(3):
            assert "<title>" in look(house)
        title(pair, "Auch ohne den zweiten")
        assert "Auch ohne den zweiten" in look(house)
    finally:
        pair.standby.start()


def test_a_server_that_replays_nothing_is_not_taken_for_a_standby(pair, prepared):
    pair.primary.told("CREATE DATABASE other")
    elsewhere = pair.primary.url.replace("/postgres", "/other")
    with open_house(pair, prepared, DATABASE_REPLICA_URL=elsewhere, PAGE_CACHE="no") as house:
        assert "beitrag-1" in look(house, "/")
