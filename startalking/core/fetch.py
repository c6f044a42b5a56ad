"""The one door to other servers: whatever address somebody gave, only public hosts are asked, and never for long.

Each hop is resolved once and every answer judged; the connection goes to the judged address while the name stays for
Host, SNI and certificate. No proxies, no cookies, redirects by hand. The rules are in `docs/fetching.md`.
"""

import re
import socket
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from threading import Timer
from time import monotonic
from typing import Final, NoReturn
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from startalking.core.networks import is_public

DEADLINE: Final = 10.0
MAX_HOPS: Final = 5
PAGE_LIMIT: Final = 1_000_000
PICTURE_LIMIT: Final = 20_000_000
HTML: Final = ("text/html", "application/xhtml+xml")
PICTURES: Final = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif")

PORTS: Final = {80, 443}
MOVED: Final = {301, 302, 303, 307, 308}
LONGEST_ADDRESS: Final = 2000
LONGEST_NAME: Final = 253
CHUNK: Final = 65_536
NO_ADDRESS: Final = re.compile(r"[\x00-\x20\x7f\\]")
MAX_ANSWERS: Final = 4


class FetchError(Exception):
    """Says in one sentence why nothing was fetched, fit for an editor's eyes. What was asked for is not there."""


@dataclass(frozen=True)
class Response:
    """What a server answered at last. `url` is where the redirects ended; `headers` have names in lower case.

    Only the body of a success is read; `content_type` is in lower case and without its parameters.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    content_type: str


@dataclass(frozen=True)
class _Goal:
    """One hop: an address and what was found out about it."""

    url: str
    host: str
    port: int
    is_secure: bool
    target: str
    answers: tuple[str, ...]


def get(url: str, *, accept: Collection[str] = HTML, limit: int = PAGE_LIMIT) -> Response:
    """Fetch `url`: at most `limit` bytes after decoding, of the types in `accept`, within the deadline.

    A status of any kind is an answer. Raises `FetchError` for everything that is none.
    """
    until = monotonic() + DEADLINE
    for _hop in range(MAX_HOPS + 1):
        goal = _goal(url)
        with _asked(goal, accept, until) as answer:
            url = _moved_to(goal, answer)
            if not url:
                return _response(goal, answer, accept, limit)
    raise FetchError(_("The address was redirected more than %(count)s times.") % {"count": MAX_HOPS})


def _goal(url: str) -> _Goal:
    parts, host, port = _parts(url)
    is_allowed = (host, port) in settings.FETCH_ALLOW
    if port not in PORTS and not is_allowed:
        raise FetchError(_("Only the ports 80 and 443 are asked, not %(port)s.") % {"port": port})
    answers = _resolved(host, port)
    if not is_allowed and not all(map(is_public, answers)):
        raise FetchError(_("%(host)s is not a public server.") % {"host": host})
    target = iri_to_uri(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
    return _Goal(url, host, port, parts.scheme == "https", target, answers)


def _parts(url: str) -> tuple[SplitResult, str, int]:
    """The parts of an address, its host as it goes over the wire, and its port. Raises `FetchError`."""
    if len(url) > LONGEST_ADDRESS or NO_ADDRESS.search(url):
        _refuse_address()
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").partition("%")[0]
        host = host if ":" in host else host.encode("idna").decode("ascii").lower().rstrip(".")
    except ValueError:  # UnicodeError is one, too
        _refuse_address()
    named = bool(host) and len(host) <= LONGEST_NAME and "@" not in parts.netloc
    if parts.scheme not in {"http", "https"} or not named:
        _refuse_address()
    return parts, host, (443 if parts.scheme == "https" else 80) if port is None else port


def _refuse_address() -> NoReturn:
    raise FetchError(_("This is not the address of a web page."))


def _resolved(host: str, port: int) -> tuple[str, ...]:
    """The network addresses of a host, asked for once for each hop."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(_("There is no server named %(host)s.") % {"host": host}) from error
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in found))


@contextmanager
def _asked(goal: _Goal, accept: Collection[str], until: float) -> Iterator[BaseHTTPResponse]:
    """The beginning of the answer; within this block errors of the line become `FetchError`.

    A watch closes the line at the deadline: a server that sends a byte now and then would outlast any time-out.
    """
    line = _line(goal, until)
    watch = Timer(max(0.0, until - monotonic()), line.cut)
    try:
        watch.start()
        line.connect()
        headers = {"User-Agent": f"start:talking (+{settings.SITE_URL})", "Accept": ", ".join(accept)}
        line.request("GET", goal.target, headers=headers | {"Accept-Encoding": "gzip"}, preload_content=False)
        yield line.getresponse()
        if monotonic() >= until:  # a line that was cut may look like the end of the answer
            raise TimeoutError
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        sentence = _late() if monotonic() >= until else _("%(host)s did not answer as a web server does.")
        raise FetchError(sentence % {"host": goal.host}) from error
    finally:
        watch.cancel()
        line.close()
        line.let_go()


def _late() -> str:
    return _("%(host)s took too long to answer.")


class _Pinned:
    """A connection that goes to addresses judged before, whatever the name means by now."""

    answers: tuple[str, ...] = ()
    until: float = 0.0
    port: int
    handle: socket.socket | None = None
    """A second hold on the line: TLS and answers without a length take the first one away from the connection."""

    def _new_conn(self) -> socket.socket:
        failure: OSError = OSError("no address")
        for answer in self.answers[:MAX_ANSWERS]:
            remaining = self.until - monotonic()
            if remaining <= 0:
                raise TimeoutError
            try:
                line = socket.create_connection((answer, self.port), timeout=remaining)
            except OSError as error:
                failure = error
            else:
                self.handle = line.dup()
                return line
        raise failure

    def cut(self) -> None:
        if self.handle:
            with suppress(OSError):
                self.handle.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        if self.handle:
            self.handle.close()


class _PlainLine(_Pinned, HTTPConnection):
    pass


class _SecureLine(_Pinned, HTTPSConnection):
    pass


def _line(goal: _Goal, until: float) -> _PlainLine | _SecureLine:
    kind = _SecureLine if goal.is_secure else _PlainLine
    line = kind(goal.host, port=goal.port, timeout=max(0.01, until - monotonic()))
    line.answers, line.until = goal.answers, until
    return line


def _moved_to(goal: _Goal, answer: BaseHTTPResponse) -> str:
    """Where a redirect leads; empty for any other answer."""
    place = answer.headers.get("Location")
    if answer.status not in MOVED or not place:
        return ""
    with suppress(UnicodeError):  # headers arrive as Latin-1, addresses are written in UTF-8
        place = place.encode("latin-1").decode("utf-8")
    return urljoin(goal.url, place)


def _response(goal: _Goal, answer: BaseHTTPResponse, accept: Collection[str], limit: int) -> Response:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    is_success = 200 <= answer.status < 300
    if is_success and content_type not in accept:
        found = {"host": goal.host, "type": content_type or "?"}
        raise FetchError(_("%(host)s answered with something else than was asked for (%(type)s).") % found)
    body = _body(answer, limit) if is_success else b""
    return Response(goal.url, answer.status, headers, body, content_type)


def _body(answer: BaseHTTPResponse, limit: int) -> bytes:
    """The decoded body. Raises `FetchError` as soon as it is larger than `limit`."""
    parts, size = [], 0
    for part in answer.stream(CHUNK, decode_content=True):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise FetchError(_("The answer is larger than %(limit)s kB.") % {"limit": limit // 1000})
    return b"".join(parts)
