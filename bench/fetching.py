"""One answer of the site, byte by byte: for nginx to serve the same, and to be weighed."""

import http.client  # noqa: TID251 (the server is our own)
from dataclasses import dataclass

from nginx import Answer, headers_size
from visitors import PLAIN


@dataclass(frozen=True)
class Weight:
    """Bytes of the body as it goes over the wire to who takes it so."""

    plain: int
    gzip: int
    brotli: int


@dataclass(frozen=True)
class Fetched:
    answer: Answer
    weight: Weight


def fetched(port: int, path: str, encoding: str) -> Fetched:
    """As who takes `encoding` gets it. Raises `SystemExit` for anything but 200."""
    kind, body = _got(port, path, encoding)
    sizes = [len(_got(port, path, name)[1]) for name in (PLAIN, "gzip", "br")]
    size = headers_size(port, path, [f"Accept-Encoding: {encoding}"])
    return Fetched(Answer(kind, body, size, "" if encoding == PLAIN else encoding), Weight(*sizes))


def reached(port: int, path: str) -> int:
    """The status of the answer."""
    return _answered(port, path, PLAIN)[0]


def _got(port: int, path: str, encoding: str) -> tuple[str, bytes]:
    status, kind, body = _answered(port, path, encoding)
    if status != 200:
        raise SystemExit(f"{path} was answered with {status}.")
    return kind, body


def _answered(port: int, path: str, encoding: str) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)  # noqa: TID251
    connection.request("GET", path, headers={"Accept-Encoding": encoding})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, response.headers.get("Content-Type", ""), body
