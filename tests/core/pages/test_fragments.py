"""Pieces of pages that are kept: what was read before a change is not taken for what is true after it."""

import pytest

from blog import readers
from startalking.core import pages
from startalking.core.pages import fragments, generations
from startalking.core.pages.notes import noting


@pytest.fixture
def piece():
    """A piece that shows post 1, drawn anew with what it is given, unless it is kept."""

    def piece(text, *, moment=None):
        return fragments.kept("a piece", ("post-1",), lambda: text, moment=moment or generations.now())

    return piece


def test_a_piece_is_drawn_once(piece):
    assert [piece("eins"), piece("zwei")] == ["eins", "eins"]


@pytest.mark.parametrize("change", [pages.renew, pages.revoke])
def test_a_change_of_what_it_shows_renews_it(piece, change):
    assert piece("eins") == "eins"
    change("post-2")
    assert piece("zwei") == "eins"
    change("post-1")
    assert piece("zwei") == "zwei"


def test_what_was_read_before_a_change_is_not_kept_as_true_after_it(piece):
    began = generations.now()
    pages.renew("post-1")
    assert piece("was vorher galt", moment=began) == "was vorher galt"
    assert piece("was jetzt gilt") == "was jetzt gilt"


def test_a_page_shows_what_its_pieces_show(piece):
    for _visit in ("drawn", "kept"):
        with noting() as noted:
            piece("eins")
        assert noted == {"post-1"}


def test_a_page_shows_the_same_where_a_piece_cannot_be_kept(piece, monkeypatch):
    piece("eins")
    pages.renew("post-2")
    with monkeypatch.context() as lost, noting() as noted:
        lost.setattr(generations, "changes", lambda _keys: (_ for _ in ()).throw(generations.GenerationsError))
        assert piece("zwei") == "zwei"
    assert noted == {"post-1"}


def test_a_page_for_one_reader_shows_the_same():
    with noting() as noted:
        assert readers.kept("a piece", ("post-1",), lambda: "eins") == "eins"
    assert noted == {"post-1"}


def test_what_cannot_be_compared_is_drawn(piece, monkeypatch):
    def nobody_knows(_keys):
        raise generations.GenerationsError

    assert piece("eins") == "eins"
    pages.renew("post-2")
    monkeypatch.setattr(generations, "changes", nobody_knows)
    assert piece("zwei") == "zwei"
