"""Servers that say more than anybody asked for, wherever they hide it, and bombs. All on this machine."""

import gzip
import time

import pytest

from startalking.core import fetch
from tests.hostile import HTML, chunk, pouring, server

pytestmark = pytest.mark.usefixtures("lines")
CHUNKED = HTML + b"Transfer-Encoding: chunked\r\n\r\n"
GZIP = HTML + b"Content-Encoding: gzip\r\n\r\n"
GONE = b"HTTP/1.1 410 Gone\r\nContent-Type: text/plain\r\n"
OK = b"HTTP/1.1 200 OK\r\n"
LIMIT = 100_000

FLOODS = {
    "a status": pouring(b"", every=b"a" * 1000),
    "a reason": pouring(b"HTTP/1.1 200 ", every=b"a" * 1000),
    "headers": pouring(OK, every=b"X-A: a\r\n" * 100),
    "long headers": pouring(OK, every=b"X-A: " + b"a" * 9000 + b"\r\n"),
    "an endless header": pouring(OK + b"X-A: ", every=b"a" * 10_000),
    "a folded header": pouring(OK + b"X-A: a", every=b"\r\n a" * 1000),
    "promises": pouring(b"", every=b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "states of work": pouring(b"", every=b"HTTP/1.1 102 Processing\r\n\r\n" * 100),
    "hints": pouring(b"HTTP/1.1 103 Early Hints\r\n", every=b"Link: </a.css>; rel=preload\r\n" * 100),
    "a chunk's length": pouring(CHUNKED, every=b"0" * 10_000),
    "a chunk's extension": pouring(CHUNKED + b"1;", every=b"a" * 10_000),
    "a trailer": pouring(CHUNKED + b"0\r\n", every=b"a" * 10_000),
    "trailers": pouring(CHUNKED + b"0\r\n", every=b"X-A: a\r\n" * 1000),
    "a chunk of -1": pouring(CHUNKED + b"-1\r\n", every=b"a" * 10_000),
    "tiny chunks": pouring(CHUNKED, every=chunk(b"a") * 1000),
    "a giant chunk": pouring(CHUNKED + b"ffffffffffffffff\r\n", every=b"a" * 10_000),
    "a body without end": pouring(HTML + b"\r\n", every=b"a" * 10_000),
    "a giant length": pouring(HTML + b"Content-Length: 999999999999999999999\r\n\r\n", every=b"a" * 10_000),
    "packed nothing": pouring(GZIP, every=gzip.compress(b"", mtime=0) * 100),
    "empty blocks": pouring(GZIP + gzip.compress(b"", mtime=0)[:10], every=b"\x00\x00\x00\xff\xff" * 1000),
}
BOMBS = {
    "one": gzip.compress(b"a" * 30_000_000, mtime=0),
    "many": gzip.compress(b"a" * 90_000, mtime=0) * 300,
    "behind a page": gzip.compress(b"<p>", mtime=0) + gzip.compress(b"a" * 30_000_000, mtime=0),
}


@pytest.mark.parametrize("answer", FLOODS.values(), ids=FLOODS)
def test_nobody_pours_more_than_was_expected(answer):
    """It ends long before the deadline, and long before the server is through with what it has (20 to 200 MB)."""
    started = time.monotonic()
    with server(answer) as flood, pytest.raises(fetch.FetchError):
        fetch.get(flood.url, limit=LIMIT)
    assert time.monotonic() - started < 4


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("is_chunked", [False, True])
def test_the_limit_counts_what_was_unpacked(bomb, is_chunked):
    head = HTML + b"Content-Encoding: gzip\r\n"
    if is_chunked:
        answer = head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(bomb) + b"0\r\n\r\n"
    else:
        answer = head + b"\r\n" + bomb
    assert len(answer) < 60_000
    with server(answer) as armed, pytest.raises(fetch.FetchError, match="100") as caught:
        fetch.get(armed.url, limit=LIMIT)
    assert (caught.value.status, caught.value.is_final) == (200, True)


WORDS = {
    "too short": (GONE + b"Content-Length: 900\r\n\r\nweg", b"weg"),
    "packed otherwise": (GONE + b"Content-Encoding: br\r\n\r\nweg", b""),
    "packed": (GONE + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"weg", mtime=0), b"weg"),
    "not packed": (GONE + b"Content-Encoding: gzip\r\n\r\nweg", b""),
    "a bomb": (GONE + b"Content-Encoding: gzip\r\n\r\n" + BOMBS["one"], b"a" * fetch.WORDS_LIMIT),
    "no chunks": (GONE + b"Transfer-Encoding: chunked\r\n\r\nweg", b""),
    "a flood": (pouring(GONE + b"\r\n", every=b"a" * 10_000), b"a" * fetch.WORDS_LIMIT),
    "a chunk of -1": (pouring(GONE + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n", every=b"a" * 10_000), b"a" * 64_000),
}


@pytest.mark.parametrize(("answer", "words"), WORDS.values(), ids=WORDS)
def test_however_badly_a_refusal_is_said_it_is_one(answer, words):
    with server(answer) as gone:
        found = fetch.get(gone.url)
    assert (found.status, found.body) == (410, words)
