import xml.etree.ElementTree as ET
from urllib.parse import urlencode

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import example, given
from hypothesis import strategies as st

from linkbacks.protocols import Refusal, trackback

FORM = "application/x-www-form-urlencoded"
SOURCE = "https://anderswo.example/beitrag/"


def form(charset="utf-8", **fields):
    return urlencode({"url": SOURCE, **fields}, encoding=charset).encode()


def test_all_four_fields_are_read():
    call = trackback.read(form(title="Größe", excerpt="Ein Satz", blog_name="Maß & Zahl"), FORM)
    assert (call.source, call.title, call.excerpt, call.site_name) == (SOURCE, "Größe", "Ein Satz", "Maß & Zahl")


@pytest.mark.parametrize(
    ("stated", "field", "written"),
    [
        ("utf-8", None, "utf-8"),
        ("iso-8859-1", None, "iso-8859-1"),
        ('"UTF-8"', None, "utf-8"),
        (None, "windows-1252", "windows-1252"),
        ("utf-8", "iso-8859-1", "utf-8"),
        (None, None, "utf-8"),
        (None, None, "windows-1252"),
        ("utf-8", None, "windows-1252"),
        ("kein-zeichensatz", None, "utf-8"),
        ("kein-zeichensatz", "iso-8859-15", "iso-8859-15"),
        ("hex", "rot13", "windows-1252"),
        ("idna", "unicode_escape", "utf-8"),
        ("x" * 5000, "\x00", "utf-8"),
    ],
)
def test_the_charset_of_the_header_then_of_the_form_then_utf_8_then_windows(stated, field, written):
    body = form(written, title="Gespräche größer") + (b"&" + urlencode({"charset": field}).encode() if field else b"")
    call = trackback.read(body, f"{FORM}; charset={stated}" if stated else FORM)
    assert call.title == "Gespräche größer"


@pytest.mark.parametrize("body", [b"", b"title=Ohne+Adresse", b"url=", b"url=%20"])
def test_without_a_source_there_is_no_call(body):
    with pytest.raises(Refusal, match="url"):
        trackback.read(body, FORM)


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/xml"])
def test_only_forms_are_read(kind):
    with pytest.raises(Refusal):
        trackback.read(form(), kind)


def test_a_form_without_its_type_is_a_form():
    assert trackback.read(form(), "").source == SOURCE


def test_too_much_is_refused():
    with pytest.raises(Refusal, match="large"):
        trackback.read(form(excerpt="x" * trackback.LARGEST), FORM)
    with pytest.raises(Refusal, match="fields"):
        trackback.read(b"&".join(b"a%d=1" % n for n in range(100)), FORM)


def test_raw_bytes_that_should_have_been_quoted_are_read_as_well():
    assert trackback.read("url=https://a.example/&title=Größe".encode(), FORM).title == "Größe"


@given(st.binary(max_size=300), st.text(max_size=80))
@example(b"url=%F0%28", "application/x-www-form-urlencoded; charset=utf-7")
@example(b"url=+2AA-&title=+2AA-", "application/x-www-form-urlencoded; charset=utf-7")
@example(b"url=a&charset=%00", "application/x-www-form-urlencoded; charset*=x''y")
@example(b"url=%FF%FE", "application/x-www-form-urlencoded; charset=undefined")
def test_whatever_comes_is_a_call_or_a_refusal(body, kind):
    for content_type in (kind, f"{FORM}; charset={kind}"):
        try:
            call = trackback.read(body, content_type)
        except Refusal:
            continue
        assert call.source
        assert all(word.encode() is not None for word in (call.source, call.title, call.excerpt, call.site_name))


def test_the_answer_says_that_it_went_well():
    assert trackback.answer() == '<?xml version="1.0" encoding="utf-8"?><response><error>0</error></response>'


@given(st.text())
def test_every_refusal_is_well_formed(sentence):
    answer = fromstring(trackback.answer(Refusal(sentence)).encode("utf-8"))
    assert answer.findtext("error") == "1"
    assert "\x00" not in (answer.findtext("message") or "")


@given(st.text())
@example("Teil 1 -- Teil 2 --> Ende")
@example("-" * 9)
@example('"><script>')
def test_the_block_is_one_comment_that_holds_sound_xml(title):
    block = trackback.rdf(about="https://wir.example/a--b/", title=title, ping="https://wir.example/a--b/trackback/")
    inside = block.removeprefix("<!--").removesuffix("-->")
    assert "--" not in inside
    (description,) = fromstring(inside.encode())
    assert description.get("{http://purl.org/dc/elements/1.1/}identifier") == "https://wir.example/a--b/"
    trackback_ns = "{http://madskills.com/public/xml/rss/module/trackback/}"
    assert description.get(f"{trackback_ns}ping") == "https://wir.example/a--b/trackback/"
    assert isinstance(description, ET.Element)
