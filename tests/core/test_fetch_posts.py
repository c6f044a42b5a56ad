"""Sending to other servers, and asking for headers only."""

import gzip

import pytest

from startalking.core import fetch
from tests.hostile import HTML, dripping, pouring, server

pytestmark = pytest.mark.usefixtures("lines")
FORM = "application/x-www-form-urlencoded; charset=utf-8"
BODY = b"source=https%3A%2F%2Fwir.example%2F&target=https%3A%2F%2Fnachbar.example%2F"
DONE = b"HTTP/1.1 202 Accepted\r\nContent-Type: text/plain\r\n\r\ndanke"


def answering(**answers):
    """Answers by the first piece of the path."""

    def answer(line, request):
        line.sendall(answers[request.split(b" ")[1].decode().strip("/").partition("?")[0]])

    return answer


def moved(status, place):
    return f"HTTP/1.1 {status} Moved\r\nLocation: {place}\r\nContent-Length: 3\r\n\r\nweg".encode()


@pytest.mark.parametrize(("content_type", "body"), [(FORM, BODY), ("text/xml", b"<a/>"), ("text/xml", b"")])
def test_what_is_sent_arrives(content_type, body):
    with server(DONE) as peer:
        found = fetch.post(f"{peer.url}tor?a=1", body, content_type)
    assert (found.status, found.body, found.content_type) == (202, b"danke", "text/plain")
    head, _, arrived = peer.heard[0].partition(b"\r\n\r\n")
    assert arrived == body
    assert head.startswith(b"POST /tor?a=1 HTTP/1.1\r\n")
    for row in (f"Content-Type: {content_type}", f"Content-Length: {len(body)}", "Accept: */*"):
        assert f"\r\n{row}\r\n".encode() in head + b"\r\n"


@pytest.mark.parametrize("status", [307, 308])
def test_the_same_is_sent_to_where_a_door_went(status):
    with server(answering(alt=moved(status, "/neu?a=1"), neu=DONE)) as peer:
        found = fetch.post(f"{peer.url}alt", BODY, FORM)
    assert (found.status, found.url) == (202, f"{peer.url}neu?a=1")
    assert [request.endswith(BODY) and request[:5] == b"POST " for request in peer.heard] == [True, True]
    assert all(f"Content-Type: {FORM}".encode() in request for request in peer.heard)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 305])
def test_any_other_redirect_is_the_answer(status):
    with server(answering(alt=moved(status, "/neu"), neu=DONE)) as peer:
        found = fetch.post(f"{peer.url}alt", BODY, FORM)
    assert (found.status, found.headers["location"], len(peer.heard)) == (status, "/neu", 1)


def test_nothing_is_sent_in_circles():
    with server(moved(308, "/")) as peer, pytest.raises(fetch.FetchError, match="5"):
        fetch.post(peer.url, BODY, FORM)
    assert len(peer.heard) == 6


@pytest.mark.parametrize("status", [200, 201, 400, 404, 410, 429, 500, 503])
@pytest.mark.parametrize("content_type", ["text/xml", "text/html", "application/json", ""])
def test_whatever_is_answered_can_be_quoted(status, content_type):
    with server(f"HTTP/1.1 {status} Da\r\nContent-Type: {content_type}\r\nRetry-After: 9\r\n\r\nnein".encode()) as peer:
        found = fetch.post(peer.url, BODY, FORM, accept=fetch.XML)
    assert (found.status, found.body, found.content_type) == (status, b"nein", content_type)
    assert found.headers["retry-after"] == "9"
    assert b"Accept: text/xml, application/xml\r\n" in peer.heard[0]


@pytest.mark.parametrize("status", [200, 403])
def test_of_a_long_answer_the_beginning_is_kept(status):
    head = f"HTTP/1.1 {status} Da\r\nContent-Type: text/html\r\n".encode()
    packed = head + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"a" * 5_000_000)
    for answer in (pouring(head + b"\r\n", every=b"a" * 10_000), packed):
        with server(answer) as peer:
            found = fetch.post(peer.url, BODY, FORM)
            assert (found.status, found.body) == (status, b"a" * fetch.WORDS_LIMIT)
            assert fetch.post(peer.url, BODY, FORM, limit=10).body == b"a" * 10
            assert fetch.post(peer.url, BODY, FORM, limit=0).body == b""


def test_who_took_it_and_then_drips_has_taken_it(monkeypatch):
    monkeypatch.setattr(fetch, "DEADLINE", 0.6)
    with server(dripping(DONE)) as peer:
        found = fetch.post(peer.url, BODY, FORM)
    assert (found.status, found.body[:5]) == (202, b"danke")


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\n", b"220 mail.example\r\n", dripping(b"HTTP/1.1 20")])
def test_who_says_nothing_that_can_be_read_did_not_answer(monkeypatch, answer):
    monkeypatch.setattr(fetch, "DEADLINE", 0.6)
    with server(answer) as peer, pytest.raises(fetch.FetchError) as caught:
        fetch.post(peer.url, BODY, FORM)
    assert (caught.value.status, caught.value.is_final, len(peer.heard)) == (0, False, 1)


@pytest.mark.parametrize("content_type", ["text/html", "image/png", "application/pdf", ""])
def test_headers_are_there_for_every_type(content_type):
    answer = f'HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nLink: </tor>; rel="webmention"\r\n'.encode()
    with server(answer + b"Content-Length: 5000000\r\n\r\n") as peer:
        found = fetch.head(peer.url)
    assert (found.status, found.body, found.headers["link"]) == (200, b"", '</tor>; rel="webmention"')
    assert peer.heard[0].startswith(b"HEAD / HTTP/1.1\r\n")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_headers_are_looked_for_where_the_page_went(status):
    with server(answering(alt=moved(status, "/neu"), neu=HTML + b"X-Pingback: /tor\r\n\r\n")) as peer:
        found = fetch.head(f"{peer.url}alt")
    assert (found.url, found.headers["x-pingback"]) == (f"{peer.url}neu", "/tor")
    assert [request[:5] for request in peer.heard] == [b"HEAD ", b"HEAD "]


def test_a_server_without_that_question_says_so():
    with server(b"HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\n\r\n") as peer:
        assert fetch.head(peer.url).status == 405


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_what_is_meant_for_one_service_goes_nowhere_else(status):
    headers = {"Surrogate-Key": "a b", "Schluessel": "geheim"}
    with server(answering(alt=moved(status, "/neu"), neu=DONE)) as peer:
        found = fetch.call(f"{peer.url}alt", headers, b"{}", "application/json")
    assert (found.status, len(peer.heard)) == (status, 1)
    for row in (b"Surrogate-Key: a b", b"Schluessel: geheim", b"Content-Type: application/json"):
        assert b"\r\n" + row + b"\r\n" in peer.heard[0]
