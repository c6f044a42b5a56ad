import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from startalking.core import charsets

TEXT = "Größe – „Maß“ & Zahl"


@pytest.mark.parametrize(
    ("written", "stated"),
    [
        ("utf-8", "text/html; charset=utf-8"),
        ("utf-8-sig", "text/html; charset=iso-8859-1"),
        ("utf-16", "text/html"),
        ("utf-16-le", "text/html; charset=utf-16le"),
        ("windows-1252", 'text/html; charset="iso-8859-1"'),
        ("windows-1252", "text/html; charset=utf-8"),
        ("windows-1252", "text/html"),
        ("utf-8", ""),
        ("utf-8", "text/html; charset=kein-zeichensatz"),
        ("utf-8", "text/html; charset=utf-7"),
        ("utf-8", "text/html; charset=idna"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_fits(written, stated):
    assert charsets.decoded(TEXT.encode(written), stated) == TEXT


@pytest.mark.parametrize("meta", ["<meta charset={}>", "<META content='text/html; charset = \"{}\"' http-equiv=x>"])
@pytest.mark.parametrize(("charset", "text"), [("koi8-r", "Привет"), ("utf-8", TEXT), ("latin1", TEXT)])
def test_a_page_may_say_itself_how_it_is_encoded(meta, charset, text):
    body = (meta.format(charset) + text).encode("windows-1252" if charset == "latin1" else charset)
    assert charsets.decoded(body, "text/html").endswith(text)


def test_a_page_that_can_be_read_up_to_its_meta_element_is_no_utf_16():
    assert charsets.decoded(f"<meta charset=utf-16>{TEXT}".encode(), "text/html").endswith(TEXT)


def test_a_broken_letter_does_not_spoil_the_others():
    assert charsets.decoded(TEXT.encode() + b"\xff", "text/html; charset=utf-8") == TEXT + "\ufffd"
    assert charsets.decoded(TEXT.encode()[:-1] + "ß".encode()[:1], "text/html").startswith(TEXT[:-1])


@given(st.binary(max_size=300), st.text(max_size=60))
@example(b"\x00\xd8", "text/html; charset=utf-16-le")
@example(b"<meta charset='\xff'>", "text/html; charset*=x''y")
@example(b"+2AA-", "text/html; charset=utf-7")
@example(b"x", "text/html; charset=\ud800")
def test_whatever_comes_is_text(body, kind):
    for content_type in (kind, f"text/html; charset={kind}"):
        assert charsets.decoded(body, content_type).encode(errors="strict") is not None
