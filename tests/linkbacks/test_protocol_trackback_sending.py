from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbacks.protocols import Call, Refusal, State, trackback
from tests.linkbacks.answers import answer

SOURCE = "https://wir.example/beitrag/?a=1&b=2"


def test_our_own_door_reads_our_form():
    call = Call("trackback", SOURCE, title="Größe & Maß", site_name="Wir", excerpt="Ein Satz – mit Strich")
    letter = trackback.letter(call)
    assert letter.content_type == "application/x-www-form-urlencoded; charset=utf-8"
    assert trackback.read(letter.body, letter.content_type) == call


def test_title_and_excerpt_are_cut_at_a_word():
    letter = trackback.letter(Call("trackback", SOURCE, title="Wort " * 99, excerpt="Satz " * 99))
    fields = dict(parse_qsl(letter.body.decode()))
    assert len(fields["title"]) <= 250
    assert len(fields["excerpt"]) <= 252
    assert fields["title"].endswith("Wort…")


@pytest.mark.parametrize(
    ("body", "status", "state"),
    [
        (trackback.answer(), 200, State.DELIVERED),
        ('<?xml version="1.0" encoding="euc-jp"?><response><error>0</error>\x00\x07</response>', 200, State.DELIVERED),
        ('<?xml version="1.0" encoding="nonsense"?><response><error>0</error></response>', 200, State.DELIVERED),
        (b"<response><error>0</error><message>\xff</message></response>", 200, State.DELIVERED),
        (" \n" + trackback.answer(), 200, State.DELIVERED),
        (trackback.answer().encode("utf-8-sig"), 200, State.DELIVERED),
        ('<?xml version="1.0" encoding="iso-8859-1"?><response><error> 0 </error></response>', 200, State.DELIVERED),
        (trackback.answer(Refusal("We already have a ping from that URI for this post.")), 200, State.DELIVERED),
        (trackback.answer(Refusal("No, thanks.")), 200, State.REFUSED),
        (trackback.answer(Refusal("No, thanks.")), 403, State.REFUSED),
        ("<response><error>1</error></response>", 200, State.REFUSED),
        ("", 200, State.FAILED),
        ("<html><body>Welcome</body></html>", 200, State.FAILED),
        ("<response/>", 200, State.FAILED),
        ("<!DOCTYPE html><p>Our blog<br>", 200, State.FAILED),
        ('<!DOCTYPE a [<!ENTITY x "0">]><response><error>&x;</error></response>', 200, State.FAILED),
        ("Not found", 404, State.REFUSED),
        ("Oops", 500, State.FAILED),
    ],
)
def test_only_xml_with_error_zero_is_a_success(body, status, state):
    assert trackback.delivery(answer(body, status)).state == state


def test_the_words_of_a_refusal_are_plain():
    body = trackback.answer(Refusal("You are <b>not</b>\x07 welcome &amp; so on."))
    assert trackback.delivery(answer(body)).words == "You are not welcome & so on."


@given(st.binary(max_size=300), st.text(max_size=50), st.integers(100, 599))
def test_whatever_they_answer_is_understood_somehow(body, content_type, status):
    assert len(trackback.delivery(answer(body, status, content_type=content_type)).words) < 300


@given(st.text(), st.text())
def test_every_form_can_be_sent(title, excerpt):
    letter = trackback.letter(Call("trackback", SOURCE, title=title, excerpt=excerpt))
    assert trackback.read(letter.body, letter.content_type).source == SOURCE
