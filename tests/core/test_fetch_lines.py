"""What servers do with a line: they drip, break off, or are no web servers. All on this machine."""

import gzip
import time
import zlib
from contextlib import contextmanager

import pytest

from startalking.core import fetch
from startalking.core.fetch.lines import HEADERS_LIMIT
from tests.hostile import HTML, chunk, dripping, server, silent

pytestmark = pytest.mark.usefixtures("lines")
CHUNKED = HTML + b"Transfer-Encoding: chunked\r\n\r\n"
GZIP = HTML + b"Content-Encoding: gzip\r\n\r\n"
GONE = b"HTTP/1.1 410 Gone\r\nContent-Type: text/plain\r\n"


@contextmanager
def ends_in_time(monkeypatch, deadline=0.2):
    monkeypatch.setattr(fetch, "DEADLINE", deadline)
    started = time.monotonic()
    yield
    assert time.monotonic() - started < deadline + 2


DRIPS = {
    "a status": dripping(b""),
    "a reason": dripping(b"HTTP/1.1 200 "),
    "one header": dripping(b"HTTP/1.1 200 OK\r\nX-Lang: "),
    "headers": dripping(b"HTTP/1.1 200 OK\r\n", every=b"X-A: a\r\n"),
    "promises": dripping(b"", every=b"HTTP/1.1 100 Continue\r\n\r\n"),
    "hints": dripping(b"", every=b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "a body": dripping(HTML + b"\r\n"),
    "a body of a length": dripping(HTML + b"Content-Length: 1000\r\n\r\n"),
    "chunks": dripping(CHUNKED, every=chunk(b"a")),
    "a chunk's length": dripping(CHUNKED),
    "trailers": dripping(CHUNKED + b"0\r\n", every=b"X-A: a\r\n"),
    "packed nothing": dripping(GZIP, every=gzip.compress(b"", mtime=0)),
    "nothing": silent,
}


@pytest.mark.parametrize("answer", DRIPS.values(), ids=DRIPS)
def test_a_server_that_drips_is_left_at_the_deadline(monkeypatch, answer):
    with ends_in_time(monkeypatch), server(answer) as slow, pytest.raises(fetch.FetchError, match=r"127\.0\.0\.1"):
        fetch.get(slow.url)


def test_redirects_do_not_stretch_the_deadline(monkeypatch):
    def answer(line, _request):
        time.sleep(0.1)
        line.sendall(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")

    with ends_in_time(monkeypatch, 0.25), server(answer) as slow, pytest.raises(fetch.FetchError) as caught:
        fetch.get(slow.url)
    assert len(slow.heard) <= 3
    assert not caught.value.is_final


@pytest.mark.parametrize("coding", [b"br", b"zstd", b"deflate", b"compress", b"gzip, gzip", b"identity, gzip", b"\xff"])
def test_what_is_packed_in_another_way_than_asked_for_is_not_unpacked(coding):
    packed = zlib.compress(b"da")
    with server(HTML + b"Content-Encoding: " + coding + b"\r\n\r\n" + packed) as strange:
        with pytest.raises(fetch.FetchError, match="127") as caught:
            fetch.get(strange.url)
        assert caught.value.status == 200
        assert b"Accept-Encoding: gzip\r\n" in strange.heard[0]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        b"220 mail.example ESMTP\r\n",
        b"-ERR unknown command\r\n",
        b"<!doctype html><p>HTTP/0.9",
        b"ICY 200 OK\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/2.0 200 OK\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/1.1 99 OK\r\n\r\n",
        b"HTTP/1.1 1000 OK\r\n\r\n",
        b"HTTP/1.1 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/ht",
        pytest.param(b"\x00" * 1000, id="zeros"),
        pytest.param(b"\xff" * 1000, id="ones"),
        HTML + b"Content-Length: 9\r\n\r\na",
        HTML + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        HTML + b"Content-Length: 1, 2\r\n\r\nab",
        CHUNKED,
        CHUNKED + b"5\r\nab",
        CHUNKED + b"2\r\nab\r\n",
        CHUNKED + b"zwei\r\nab\r\n0\r\n\r\n",
        CHUNKED + b"-5\r\nab\r\n0\r\n\r\n",
        CHUNKED + b"\r\n",
        GZIP + b"das ist nicht gepackt",
        GZIP + b"\x1f\x8b\x08" + b"\xff" * 50,
    ],
)
def test_what_is_no_whole_answer_gives_an_error_of_ours(answer):
    with server(answer) as odd, pytest.raises(fetch.FetchError, match="127") as caught:
        fetch.get(odd.url)
    assert not caught.value.is_final


@pytest.mark.parametrize(
    "answer",
    [
        HTML + b"\r\nda",
        b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\nda",
        HTML.replace(b"\r\n", b"\n") + b"\nda",
        HTML + b"Content-Length: 2\r\n\r\nda und noch mehr",
        HTML + b"Content-Length: nichts\r\n\r\nda",
        HTML + b"Content-Length: -5\r\n\r\nda",
        HTML + b"Content-Encoding: identity\r\n\r\nda",
        CHUNKED + b"1;a=b\r\nd\r\n1\r\na\r\n0\r\nX-A: a\r\n\r\n",
        GZIP + gzip.compress(b"da", mtime=0),
        GZIP + gzip.compress(b"d", mtime=0) + gzip.compress(b"a", mtime=0),
        b"HTTP/1.1 100 Continue\r\n\r\n" + HTML + b"\r\nda",
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" * 3 + HTML + b"\r\nda",
        pytest.param(HTML + b"X-A: " + b"a" * (HEADERS_LIMIT - 2000) + b"\r\n\r\nda", id="a long header"),
    ],
)
def test_what_is_merely_odd_is_read(answer):
    with server(answer) as odd:
        assert fetch.get(odd.url).body == b"da"


def test_a_refusal_that_drips_is_one(monkeypatch):
    with ends_in_time(monkeypatch, 0.6), server(dripping(GONE + b"\r\n")) as gone:
        assert fetch.get(gone.url).status == 410
