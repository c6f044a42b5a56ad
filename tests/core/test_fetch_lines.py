"""What servers do with a line: they drip, they break off, they are no web servers. All on this machine."""

import socket
import threading
import time
from contextlib import contextmanager

import pytest
from django.test import override_settings

from startalking.core import fetch


@contextmanager
def raw_server(answer):
    """A server that does with a line whatever `answer` does."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        line, _address = listening.accept()
        with line:
            line.recv(4096)
            try:
                answer(line)
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    port = listening.getsockname()[1]
    with override_settings(FETCH_ALLOW={("127.0.0.1", port)}):
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            thread.join()
            listening.close()


def dripping(beginning):
    def answer(line):
        line.sendall(beginning)
        for _ in range(100):
            time.sleep(0.05)
            line.sendall(b"a")

    return answer


def test_a_handshake_that_drips_ends_at_the_deadline(monkeypatch):
    monkeypatch.setattr(fetch, "DEADLINE", 0.4)
    with raw_server(dripping(b"\x16\x03\x03\x40\x00")) as url:
        started = time.monotonic()
        with pytest.raises(fetch.FetchError):
            fetch.get(url.replace("http:", "https:"))
        assert time.monotonic() - started < 1.5


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Lang: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n",
    ],
)
def test_a_server_that_drips_is_left_at_the_deadline(monkeypatch, beginning):
    monkeypatch.setattr(fetch, "DEADLINE", 0.4)
    with raw_server(dripping(beginning)) as url:
        started = time.monotonic()
        with pytest.raises(fetch.FetchError):
            fetch.get(url)
        assert time.monotonic() - started < 1.5


@pytest.mark.parametrize(
    "answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\na"]
)
def test_what_is_no_web_server_gives_an_error_of_ours(answer):
    with raw_server(lambda line: line.sendall(answer)) as url, pytest.raises(fetch.FetchError):
        fetch.get(url)


def test_a_server_that_breaks_off_tls_gives_an_error_of_ours():
    alert = b"\x15\x03\x03\x00\x02\x02\x28"
    with raw_server(lambda line: line.sendall(alert)) as url, pytest.raises(fetch.FetchError):
        fetch.get(url.replace("http:", "https:"))
