from hypothesis import given
from hypothesis import strategies as st

from startalking.core.excerpts import Piece, excerpt

LONG = "Vorne steht etwas anderes. " * 40


def test_the_word_that_was_looked_for_is_marked():
    assert excerpt("Unsere Häuser sind alt.", {"haus"}, "de") == (
        Piece("Unsere "),
        Piece("Häuser", marked=True),
        Piece(" sind alt."),
    )


def test_the_excerpt_begins_shortly_before_the_word():
    pieces = excerpt(LONG + "Hier geht es um Bewertungen. " + LONG, {"bewert"}, "de")
    assert pieces[0] == Piece("…")
    assert any(piece.marked and piece.text == "Bewertungen" for piece in pieces)
    assert sum(len(piece.text) for piece in pieces) < 260
    assert pieces[-1].text.endswith("…")


def test_a_text_without_the_word_shows_its_beginning():
    pieces = excerpt(LONG, {"bewert"}, "de")
    assert len(pieces) == 1
    assert pieces[0].text.startswith("Vorne steht")


def test_a_compound_with_the_word_in_it_is_marked():
    assert Piece("Kundenbewertung", marked=True) in excerpt("Eine Kundenbewertung.", {"bewert"}, "de")


@given(st.text(max_size=600), st.sets(st.text(min_size=1, max_size=8)))
def test_pieces_make_up_a_part_of_the_text_whatever_it_is(text, stems):
    shown = "".join(piece.text for piece in excerpt(text, stems, "de"))
    assert shown.removeprefix("…").removesuffix("…").rstrip() in text
