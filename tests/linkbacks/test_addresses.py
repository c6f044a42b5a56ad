import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linkbacks import addresses
from linkbacks.protocols import Refusal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("https://a.example/b", "https://a.example/b"),
        ("HTTPS://A.Example/B", "https://a.example/B"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example:443/", "https://a.example/"),
        ("http://a.example:80/", "http://a.example/"),
        ("https://a.example:8443/", "https://a.example:8443/"),
        ("https://a.example/b#c", "https://a.example/b"),
        ("https://a.example/?p=1&q=2", "https://a.example/?p=1&q=2"),
        ("https://bücher.example/größe", "https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe"),
        ("https://a.example/gr%C3%B6sse", "https://a.example/gr%C3%B6sse"),
        ("http://127.0.0.1:8801/x", "http://127.0.0.1:8801/x"),
        ("http://[::1]:8801/x", "http://[::1]:8801/x"),
        ("http://peer/x", "http://peer/x"),
    ],
)
def test_one_page_has_one_spelling(written, normal):
    assert addresses.normal(written) == normal
    assert addresses.normal(normal) == normal


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a.example/b",
        "//a.example/",
        "ftp://a.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@a.example",
        "https://",
        "https:///pfad",
        "https://user@a.example/",
        "https://user:secret@a.example/",
        "https://@a.example/",
        "https://a.example:99999/",
        "https://a.example:x/",
        "https://a.example/a b",
        "https://a.example/\x00",
        "https://a.example\\b",
        "https://[::1/",
        "https://a..example/",
        "https://-.example/",
        "https://a.example/\u202e",
        "https://" + "a" * 300 + "/",
        "https://\ud800.example/",
    ],
)
def test_what_is_no_page_on_the_web_is_refused(address):
    with pytest.raises(Refusal):
        addresses.normal(address)


@given(st.text())
def test_any_text_is_an_address_in_ascii_or_a_refusal(text):
    for address in (text, f"https://{text}", f"https://a.example/{text}"):
        try:
            found = addresses.normal(address)
        except Refusal:
            continue
        assert found.isascii()
        assert addresses.normal(found) == found


@pytest.mark.parametrize(
    ("written", "resolved"),
    [
        ("zwei", "https://a.example/eins/zwei"),
        ("", "https://a.example/eins/"),
        ("//b.example", "https://b.example/"),
        (" /zw\nei drei ", "https://a.example/zwei%20drei"),
        ("mailto:a@b.example", ""),
        ("https://[", ""),
    ],
)
def test_an_address_is_resolved_against_that_of_its_page(written, resolved):
    assert addresses.resolved("https://a.example/eins/", written) == resolved


@given(st.text(), st.text())
@example("https://a.example/", "//\u2100")
@example("https://[", "https://a.example/%zz%")
def test_whatever_is_written_is_resolved_to_an_address_or_to_none(base, written):
    found = addresses.resolved(base, written)
    assert not found or addresses.normal(found) == found
    assert not found or addresses.meaning(found) == addresses.meaning(f"{found}#x")
