import unicodedata
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linkbacks.protocols import Reason, Refusal, State, webmention
from tests.linkbacks.answers import answer

FORM = "application/x-www-form-urlencoded"
SOURCE = "https://anderswo.example/beitrag/?a=1&b=2"
TARGET = "https://wir.example/größe/#stelle"


def form(**fields):
    return urlencode({"source": SOURCE, "target": TARGET, **fields}).encode()


def refused(body, content_type=FORM):
    with pytest.raises(Refusal) as caught:
        webmention.read(body, content_type)
    return webmention.status(caught.value)


@pytest.mark.parametrize("content_type", [FORM, f"{FORM}; charset=utf-8", FORM.upper()])
def test_a_form_is_read(content_type):
    call = webmention.read(form(), content_type)
    assert (call.protocol, call.source, call.target) == ("webmention", SOURCE, TARGET)


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_only_forms_are_read(content_type):
    assert refused(form(), content_type) == 415


@pytest.mark.parametrize(
    "address",
    [
        "",
        " ",
        "beitrag",
        "/beitrag/",
        "ftp://a.example/",
        "javascript:alert(1)",
        "https://",
        "https://name:wort@a.example/",
        "https://a.example/\x00",
        "https://a.example/ b",
        "https://[::1/",
        "https://a.example:port/",
    ],
)
def test_source_and_target_are_pages_of_the_web(address):
    assert refused(form(source=address)) == 400
    assert refused(form(target=address)) == 400


def test_a_page_does_not_mention_itself():
    assert refused(form(source=TARGET)) == 400
    assert refused(form(source=TARGET.replace("#stelle", "").replace("wir", "WIR"))) == 400


def test_what_is_missing_is_named():
    with pytest.raises(Refusal, match="target"):
        webmention.read(urlencode({"source": SOURCE}).encode(), FORM)


@pytest.mark.parametrize("body", [b"source=%ff", b"\xff", b"&".join(b"a%d=" % n for n in range(99)), b"a" * 70_000])
def test_a_form_that_cannot_be_read_is_refused(body):
    assert refused(body) == 400


def test_each_reason_has_its_status():
    assert webmention.status(Refusal("Slow down.", reason=Reason.TOO_MANY)) == 429
    assert webmention.status(Refusal("No such page.", reason=Reason.NO_TARGET)) == 400


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda text: form(source=text.encode(errors="replace"))),
       st.text(max_size=60))  # fmt: skip
@example(b"source=%ED%A0%80&target=a", "")
@example(form(), "application/x-www-form-urlencoded; charset=\x00")
def test_whatever_comes_is_a_call_or_a_refusal(body, kind):
    for content_type in (kind, f"{FORM}; charset={kind}"):
        try:
            call = webmention.read(body, content_type)
        except Refusal:
            continue
        assert call.source
        assert call.target


def test_the_form_names_the_target_as_it_is_written():
    letter = webmention.letter(SOURCE, TARGET)
    assert dict(parse_qsl(letter.body.decode())) == {"source": SOURCE, "target": TARGET}
    assert letter.content_type == FORM


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_success_is_one(status):
    assert webmention.delivery(answer("Thanks", status)).state == State.DELIVERED


def test_a_status_page_is_kept():
    place = answer("", 201, location="/status/1?key=ä b")
    assert webmention.delivery(place).status_url == "https://anderswo.example/status/1?key=%C3%A4%20b"
    assert webmention.delivery(answer("", 202, location="/status/1")).status_url == ""
    assert webmention.delivery(answer("", 201, location="javascript:alert(1)")).status_url == ""
    assert webmention.delivery(answer("", 201)).status_url == ""


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (400, "refused"),
        (404, "refused"),
        (410, "refused"),
        (429, "failed"),
        (500, "failed"),
        (503, "failed"),
        (302, "failed"),
        (408, "failed"),
    ],
)
def test_a_refusal_is_no_failure(status, state):
    assert webmention.delivery(answer("", status)).state == state


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("Source has no link to target.", "text/plain"),
        (
            "<html><head><title>Error</title><style>p {}</style></head><p>Source has <b>no</b> link to target.",
            "text/html",
        ),
        ('{"error": "no_link", "error_description": "Source has no link to target."}', "application/json"),
        ('{"message": "Source has no link\\nto target."}', "text/plain"),
        ('"Source has no link to target."', "application/json"),
    ],
)
def test_the_words_of_a_refusal_are_one_plain_sentence(body, content_type):
    words = webmention.delivery(answer(body, 400, content_type=content_type)).words
    assert words == "HTTP 400: Source has no link to target."


def test_a_pause_that_is_asked_for_is_kept():
    assert webmention.delivery(answer("", 429, retry_after="120")).retry_after == 120
    assert webmention.delivery(answer("", 503, retry_after="9" * 9)).retry_after == 7 * 24 * 3600
    assert webmention.delivery(answer("", 503, retry_after="soon")).retry_after is None


@given(st.binary(max_size=300), st.text(max_size=60), st.text(max_size=60), st.integers(100, 599))
@example(b"[" * 5000, "application/json", "", 400)
@example(b"{" * 5000, "", "https://[", 201)
@example(b'{"a": ' * 3000, "", "", 400)
@example(b'{"error": NaN, "message": ["x"]}', "", "", 400)
@example(b"<b>" * 9000, "text/html", "", 400)
@example(b"9" * 6000, "application/json", "", 400)
@example(rb'{"message": "\ud800"}', "application/json", "", 400)
@example(rb'{"message": "\ud800"}', "application/json", "", 202)
def test_whatever_they_answer_is_understood_somehow(body, content_type, place, status):
    delivery = webmention.delivery(answer(body, status, content_type=content_type, location=place))
    assert len(delivery.words) < 300
    assert not any(unicodedata.category(letter) == "Cc" for letter in delivery.words)
