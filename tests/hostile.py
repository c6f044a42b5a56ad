"""Servers on this machine that do with a line whatever a test wants."""

import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.test import override_settings

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@dataclass
class Server:
    port: int
    heard: list = field(default_factory=list)
    """What was asked, as bytes, one entry for each request."""
    named: list = field(default_factory=list)
    """The names that were given before a certificate was shown."""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/"


@contextmanager
def server(answer, *, tls=None, names=("127.0.0.1",)):
    """Calls `answer(line, request)` for each request, or sends it when it is bytes. May be asked under `names`."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        found = Server(listening.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(listening, found, answer, tls), daemon=True)
        thread.start()
        allowed = {(name, found.port) for name in names}
        with override_settings(FETCH_ALLOW=frozenset(settings.FETCH_ALLOW) | allowed):
            try:
                yield found
            finally:
                listening.shutdown(socket.SHUT_RDWR)
                thread.join()


def _serve(listening, found, answer, tls):
    with suppress(OSError):
        while True:
            line, _address = listening.accept()
            threading.Thread(target=_speak, args=(line, found, answer, tls), daemon=True).start()


def _speak(line, found, answer, tls):
    with suppress(OSError), line:
        line.settimeout(5)
        if tls:
            tls.sni_callback = lambda _line, name, _context: found.named.append(name)
            line = tls.wrap_socket(line, server_side=True)
        with line:
            request = _request(line)
            found.heard.append(request)
            answer(line, request) if callable(answer) else line.sendall(answer)
            with suppress(OSError, ssl.SSLError):
                line.shutdown(socket.SHUT_WR)


def _request(line):
    request = b""
    while b"\r\n\r\n" not in request:
        piece = line.recv(65_536)
        request += piece
        if not piece or request.startswith(b"\x16"):  # the beginning of TLS
            return request
    head, _, body = request.partition(b"\r\n\r\n")
    length = next((int(row[15:]) for row in head.split(b"\r\n") if row.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += line.recv(65_536)
    return head + b"\r\n\r\n" + body


def chunk(text):
    return b"%x\r\n%s\r\n" % (len(text), text)


def dripping(beginning, *, every=b"a", pause=0.03):
    def answer(line, _request):
        line.sendall(beginning)
        for _ in range(100):
            time.sleep(pause)
            line.sendall(every)

    return answer


def pouring(beginning, *, every, times=20_000):
    """As much as anybody takes."""

    def answer(line, _request):
        line.sendall(beginning)
        for _ in range(times):
            line.sendall(every)

    return answer


def silent(_line, _request):
    time.sleep(4)
