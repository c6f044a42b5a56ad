import pytest
from hypothesis import given
from hypothesis import strategies as st

from startalking.core import words
from startalking.core.words import split, stem, vocabulary

KNOWN = vocabulary(
    ["Kunden Bewertungen Zeitung Anzeige Daten Schutz Grund Verordnung Unter Nehmen Krise Kommunikation"]
)


@pytest.mark.parametrize("written", ["Größe", "Groesse", "GRÖSSE", "größe", "Gro\u0308ße"])
def test_an_umlaut_is_the_same_word_however_it_is_written(written):
    assert stem(*words.words(written), "de") == stem("groesse", "de")


@pytest.mark.parametrize(
    ("one", "other"), [("Haus", "Häuser"), ("Buch", "Bücher"), ("Bewertung", "Bewertungen"), ("Kunde", "Kunden")]
)
def test_a_german_plural_has_the_stem_of_its_singular(one, other):
    assert stem(*words.words(one), "de") == stem(*words.words(other), "de")


def test_an_english_word_is_stemmed_the_english_way():
    assert stem("reading", "en") == stem("reads", "en") == "read"


def test_a_language_nobody_taught_us_keeps_its_words():
    assert stem("maisons", "fr") == "maisons"


def test_small_words_say_nothing():
    assert words.telling("Die Kunden und wir", "de") == ["kunden"]


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("kundenbewertungen", ["kunden", "bewertungen"]),
        ("zeitungsanzeige", ["zeitung", "anzeige"]),
        ("krisenkommunikation", ["krise", "kommunikation"]),
        ("datenschutzgrundverordnung", ["daten", "schutz", "grund", "verordnung"]),
    ],
)
def test_a_compound_falls_into_words_the_blog_uses(compound, parts):
    assert split(compound, KNOWN) == parts


@pytest.mark.parametrize("word", ["unternehmen", "kunden", "kundenzeit", "bewertung", ""])
def test_what_is_no_compound_stays_whole(word):
    assert split(word, KNOWN) == []


def test_the_pieces_of_a_word_are_all_that_splitting_asks_for():
    compound = "datenschutzgrundverordnung"
    assert split(compound, KNOWN & words.pieces_of(compound)) == split(compound, KNOWN)


def test_a_text_gives_the_stems_of_its_words_and_of_their_parts():
    assert list(words.stems("Die Kundenbewertungen", "de", KNOWN)) == ["kundenbewert", "kund", "bewert"]


def test_english_words_are_not_taken_apart():
    assert list(words.stems("Kundenbewertungen", "en", KNOWN)) == ["kundenbewertungen"]


@given(st.text())
def test_any_text_has_words_of_letters_and_digits_only(text):
    for word in words.words(text):
        assert word.isalnum()
        assert word == words.fold(word)[:64]


@given(st.text(alphabet="abcdens", max_size=60))
def test_the_parts_of_any_word_are_known(word):
    known = {"abcd", "dens", "ende", "aaaa", "nnnn", "eeee"}
    assert set(split(word, known)) <= known
