"""What an entry of the moderators' lists catches."""

import time
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.spam.lists import Entry, Said, bare, caught_by
from comments.spam.wildcards import fold, somewhere, whole

SAID = Said(
    name="Günstig Kredit",
    email="Max.Muster@Mail.Example",
    website="https://www.Kredit.example/jetzt/",
    text="Kaufen Sie VIAGRA, die Víagra-Pillen! Schon bei C++ und shop.billig.example/angebot?id=7 gesehen.",
    links=("http://user@xn--mller-kva.example:8080/a",),
)

CAUGHT = [
    ("word", "plain", "viagra"),
    ("word", "plain", "kaufen   sie"),
    ("word", "plain", "c++"),
    ("word", "plain", "Kredit"),
    ("word", "pattern", "via*"),
    ("word", "pattern", "*pillen"),
    ("word", "pattern", "v?agra"),
    ("word", "pattern", "kauf* sie via*a"),
    ("email", "plain", "max.muster@mail.example"),
    ("email", "pattern", "*@mail.example"),
    ("email", "pattern", "max.m?ster@*"),
    ("host", "plain", "kredit.example"),
    ("host", "plain", "https://www.kredit.example/"),
    ("host", "plain", "billig.example"),
    ("host", "plain", "shop.billig.example"),
    ("host", "plain", "müller.example"),
    ("host", "plain", ".billig.example"),
    ("host", "pattern", "*.billig.example"),
    ("host", "pattern", "kr?dit.*"),
    ("address", "plain", "kredit.example"),
    ("address", "plain", "http://kredit.example/jet"),
    ("address", "plain", "shop.billig.example/angebot?id=7"),
    ("address", "pattern", "*.example/angebot"),
    ("address", "pattern", "kredit.*"),
]
NOT_CAUGHT = [
    ("word", "plain", "viagr"),
    ("word", "plain", "schön"),
    ("word", "plain", "sie kaufen"),
    ("word", "plain", ""),
    ("word", "plain", " "),
    ("word", "pattern", "kaufen*viagra"),
    ("word", "pattern", "iagr*"),
    ("word", "pattern", "pille?s"),
    ("email", "plain", "muster@mail.example"),
    ("email", "plain", "mail.example"),
    ("email", "pattern", "mail.*"),
    ("host", "plain", "edit.example"),
    ("host", "plain", "example"),
    ("host", "plain", "jetzt"),
    ("host", "pattern", "edit.*"),
    ("address", "plain", "kredit.exam"),
    ("address", "plain", "billig.example"),
    ("address", "plain", "kredit.example/heute"),
    ("address", "pattern", "dit.example/*"),
]


@pytest.mark.parametrize(("kind", "form", "text"), CAUGHT)
def test_an_entry_catches_what_it_names(kind, form, text):
    assert Entry(kind, form, text).catches(SAID)


@pytest.mark.parametrize(("kind", "form", "text"), NOT_CAUGHT)
def test_an_entry_leaves_alone_what_it_does_not_name(kind, form, text):
    assert not Entry(kind, form, text).catches(SAID)


@pytest.mark.parametrize("kind", ["word", "email", "host", "address"])
@pytest.mark.parametrize("form", ["plain", "pattern"])
def test_where_nothing_was_said_nothing_is_caught(kind, form):
    assert not Entry(kind, form, "x*" if form == "pattern" else "x").catches(Said())


def test_a_pattern_for_everything_needs_something_to_catch():
    assert not Entry("email", "pattern", "*").catches(Said(text="Ohne Adresse"))
    assert Entry("email", "pattern", "*").catches(SAID)


def test_the_entries_that_catch_come_in_their_order():
    entries = [Entry("word", "plain", word) for word in ("viagra", "nie", "kaufen")]
    assert [entry.text for entry in caught_by(entries, SAID)] == ["viagra", "kaufen"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("HTTPS://www.Example.org/", "example.org"),
        ("//example.org/Über", "example.org/über"),
        ("example.org:8080/a/", "example.org:8080/a"),
        ("http://name:word@example.org?a=1", "example.org?a=1"),
        ("http://xn--bcher-kva.example", "bücher.example"),
        ("http://xn--\u00e4.example", "xn--ä.example"),
        ("www.example.org.", "example.org"),
        ("", ""),
    ],
)
def test_an_address_is_compared_without_its_trimmings(written, meant):
    assert bare(written) == meant


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Víágrâ", "viagra"),
        ("SCHÖN", "schön"),
        ("scho\u0308n", "schön"),
        ("Ｗｉｄｅ", "wide"),
        ("vi\u200bag\u00adra", "viagra"),
        ("Straße", "strasse"),
        ("  zwei \n Wörter ", "zwei wörter"),
    ],
)
def test_comparing_overlooks_disguises_and_keeps_letters(written, compared):
    assert fold(written) == compared


PATTERNS = st.text("ab*?", max_size=8)


@given(PATTERNS, st.text("ab", max_size=12))
def test_a_pattern_means_what_file_names_mean_by_it(pattern, text):
    assert whole(pattern)(text) == fnmatchcase(text, pattern)


@given(PATTERNS.filter(bool), st.lists(st.text("ab", min_size=1, max_size=6), min_size=1, max_size=4))
def test_in_a_text_a_pattern_is_looked_for_word_by_word(pattern, words):
    assert somewhere(pattern)(" ".join(words)) == any(fnmatchcase(word, pattern) for word in words)


@given(st.text(max_size=60))
def test_any_text_can_be_looked_at(text):
    said = Said(name=text, email=text, website=text, text=text, links=(text,))
    for kind in ("word", "email", "host", "address"):
        for form in ("plain", "pattern"):
            Entry(kind, form, text).catches(said)


@pytest.mark.parametrize("text", ["a" * 10_000, "a-" * 5_000, "a." * 5_000, "ab" * 5_000, "http://" * 1_400])
def test_no_text_takes_long(text):
    said = Said(text=text)
    began = time.perf_counter()
    for kind in ("word", "email", "host", "address"):
        Entry(kind, "pattern", "a*a*a*a*a*a*c").catches(said)
    assert time.perf_counter() - began < 2
