"""Names: asked for once for each hop, within the time there is, by a bounded number of threads."""

import socket
import threading
import time
from contextlib import ExitStack

import pytest

from startalking.core import fetch
from startalking.core.fetch import resolver as names
from tests.hostile import HTML, server


@pytest.fixture
def slow(monkeypatch, lines):
    """A resolver that says nothing until it is allowed to. Counts how many wait for it at once."""

    class Slow:
        done, asked, waiting, most = threading.Event(), [], 0, 0

        def getaddrinfo(self, host, port, **_kwargs):
            self.asked.append(host)
            self.waiting += 1
            self.most = max(self.most, self.waiting)
            self.done.wait(5)
            self.waiting -= 1
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    found = Slow()
    found.done, found.asked = threading.Event(), []
    monkeypatch.setattr(socket, "getaddrinfo", found.getaddrinfo)
    monkeypatch.setattr(fetch, "DEADLINE", 0.15)
    with ExitStack() as others:
        for _ in range(names.THREADS - 3):
            others.enter_context(names._free)
        yield found
        found.done.set()


def test_a_resolver_that_is_silent_is_left_at_the_deadline(slow):
    started = time.monotonic()
    with pytest.raises(fetch.FetchError, match=r"langsam\.example") as caught:
        fetch.get("http://langsam.example/")
    assert 0.1 < time.monotonic() - started < 3
    assert not caught.value.is_final


def test_no_more_than_so_many_threads_wait_for_it(slow, lines):
    for number in range(6):
        with pytest.raises(fetch.FetchError):
            fetch.get(f"http://langsam{number}.example/")
    assert (len(slow.asked), slow.most) == (3, 3)
    slow.done.set()
    with pytest.raises(fetch.FetchError) as caught:
        fetch.get("http://wieder.example/")
    assert caught.value.is_final
    assert lines.tried == []


def test_no_thread_is_left_behind(resolver):
    before = threading.active_count()
    for name in ("nachbar.example", "gibtesnicht.example", "127.0.0.1"):
        with pytest.raises(fetch.FetchError):
            fetch.get(f"http://{name}/")
    for _ in range(100):
        if threading.active_count() <= before:
            return
        time.sleep(0.02)
    pytest.fail("a thread stayed")


@pytest.mark.parametrize("error", [socket.gaierror(-2, "a"), socket.herror(1, "a"), OSError("a"), UnicodeError("a")])
def test_a_name_that_cannot_be_looked_up_gives_a_sentence(monkeypatch, lines, error):
    def getaddrinfo(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(fetch.FetchError, match=r"nachbar\.example") as caught:
        fetch.get("http://nachbar.example/")
    assert not caught.value.is_final


@pytest.mark.parametrize("answers", ["", "nachbar.example", "kein Rechner", "93.184.215.14 ::g", "0x7f000001"])
def test_answers_that_are_no_addresses_are_not_public(resolver, answers):
    resolver.answers["seltsam.example"] = answers
    with pytest.raises(fetch.FetchError) as caught:
        fetch.get("http://seltsam.example/")
    assert caught.value.is_final
    assert resolver.tried == []


@pytest.mark.parametrize("second", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1"])
def test_a_second_answer_is_never_asked_for(resolver, second):
    resolver.answers["wankel.example"] = ["93.184.215.14 93.184.215.15", second, second]
    with pytest.raises(fetch.FetchError):
        fetch.get("http://wankel.example/")
    assert resolver.asked == ["wankel.example"]
    assert resolver.tried == [("93.184.215.14", 80), ("93.184.215.15", 80)]


def test_each_hop_is_looked_up_and_judged_anew(resolver):
    """The same name, first a peer that is allowed with its port, then something within."""
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://wankel.example/\r\nContent-Length: 0\r\n\r\n"
    resolver.answers["wankel.example"] = ["127.0.0.1", "10.0.0.1"]
    with server(moved, names=("wankel.example",)) as first, pytest.raises(fetch.FetchError):
        fetch.get(f"http://wankel.example:{first.port}/")
    assert resolver.asked == ["wankel.example", "wankel.example"]
    assert resolver.tried == [("127.0.0.1", first.port)]


def test_the_name_stays_for_the_server(resolver):
    resolver.answers["peer.intern"] = "127.0.0.1"
    with server(HTML + b"\r\nda", names=("peer.intern",)) as peer:
        fetch.get(f"http://PEER.intern.:{peer.port}/")
    assert f"Host: peer.intern:{peer.port}\r\n".encode() in peer.heard[0]


def test_of_many_addresses_a_few_are_tried(resolver, lines):
    lines.is_public = lambda address: address.startswith("93.184.215.")
    resolver.answers["viele.example"] = " ".join(f"93.184.215.{number}" for number in range(1, 200))
    with pytest.raises(fetch.FetchError):
        fetch.get("http://viele.example/")
    assert [address for address, _port in resolver.tried] == [f"93.184.215.{number}" for number in range(1, 5)]
