"""Connections to judged addresses, with a watch on their time and a meter on their bytes."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.client import HTTPException, HTTPResponse
from io import BufferedReader, RawIOBase
from ssl import SSLCertVerificationError
from threading import Timer
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from startalking.core.fetch.answers import WORDS_LIMIT, Question
from startalking.core.fetch.error import FetchError, late
from startalking.core.fetch.goals import Goal

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEADERS_LIMIT: Final = 65_536
"""Bytes of everything that comes before a body, with whatever a server says before that ("100 Continue")."""
MAX_ANSWERS: Final = 4


@contextmanager
def asked(goal: Goal, question: Question, until: float) -> Iterator[BaseHTTPResponse]:
    """The beginning of the answer; within this block errors of the line become `FetchError`.

    A watch closes the line at the deadline: a server that sends a byte now and then would outlast any time-out.
    """
    line = _line(goal, until)
    watch = Timer(max(0.0, until - monotonic()), line.cut)
    watch.daemon = True
    try:
        watch.start()
        line.connect()
        _be_in_time(until)  # the watch may have come before there was anything to cut
        line.request(question.method, goal.target, question.body, _headers(question), preload_content=False)
        answer = line.getresponse()
        line.meter.expect(2 * max(question.limit, WORDS_LIMIT))  # chunks have a frame of their own
        yield answer
        if question.wants_all_of(answer.status):
            _be_in_time(until)
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise _failure(goal.host, error, until) from error
    finally:
        watch.cancel()
        line.close()
        line.let_go()


def _headers(question: Question) -> dict[str, str]:
    headers = {
        "User-Agent": f"start:talking (+{settings.SITE_URL})",
        "Accept": ", ".join(question.accept),
        "Accept-Encoding": "gzip",
    }
    headers |= question.headers
    return headers | ({"Content-Type": question.content_type} if question.content_type else {})


def _be_in_time(until: float) -> None:
    """A line that was cut looks like the end of what was sent."""
    if monotonic() >= until:
        raise TimeoutError


def _failure(host: str, error: Exception, until: float) -> FetchError:
    if monotonic() >= until:
        return late(host)
    if isinstance(error, SSLCertVerificationError):
        return FetchError(_("%(host)s has no valid certificate.") % {"host": host})
    return FetchError(_("%(host)s did not answer as a web server does.") % {"host": host})


class _Meter(RawIOBase):
    """What comes in over a line: no more than is expected, wherever it hides (headers, sizes of chunks, trailers)."""

    def __init__(self) -> None:
        self._source: RawIOBase | None = None
        self._left = HEADERS_LIMIT
        self._is_before_body = True

    def over(self, source: RawIOBase) -> BufferedReader:
        self._source = source
        return BufferedReader(self)

    def expect(self, more: int) -> None:
        self._is_before_body = False
        self._left += more

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int | None:
        if self._left <= 0:
            raise HTTPException("too much")
        count: int | None = self._source.readinto(buffer) if self._source else 0
        if not count and self._is_before_body:
            raise ConnectionError("broke off")
        self._left -= count or 0
        return count

    def close(self) -> None:
        if self._source:
            self._source.close()
        super().close()


class _Answer(HTTPResponse):
    """An answer that comes in through a meter, and is not one of the hints that may come before (102, 103)."""

    def __init__(self, line: "_Pinned", sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = line.meter.over(self.fp.detach())
        line.answer = self

    def begin(self) -> None:
        super().begin()
        while 102 <= self.status < 200:
            self.headers = self.msg = None  # type: ignore[assignment]  # as before the first one
            super().begin()


class _Pinned:
    """A connection that goes to addresses judged before, whatever the name means by now."""

    answers: tuple[str, ...] = ()
    until: float = 0.0
    meter: _Meter
    answer: _Answer | None = None
    port: int
    handle: socket.socket | None = None
    """A second hold on the line: TLS and answers without a length take the first one away from the connection."""

    def _new_conn(self) -> socket.socket:
        failure: OSError = OSError("no address")
        left = self.answers[:MAX_ANSWERS]
        while left:
            try:
                line = self._to(left[0], (self.until - monotonic()) / len(left))
            except OSError as error:
                failure = error
            else:
                self.handle = line.dup()
                return line
            left = left[1:]
        raise failure

    def _to(self, answer: str, patience: float) -> socket.socket:
        """Without another look into any list of names, not even for a number."""
        line = socket.socket(socket.AF_INET6 if ":" in answer else socket.AF_INET, socket.SOCK_STREAM)
        try:
            line.settimeout(max(0.001, patience))
            line.connect((answer, self.port))
            line.settimeout(max(0.001, self.until - monotonic()))
        except BaseException:
            line.close()
            raise
        return line

    def cut(self) -> None:
        if self.handle:
            with suppress(OSError):
                self.handle.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        if self.answer:
            self.answer.close()  # one without a length keeps the line open
        if self.handle:
            self.handle.close()


class _PlainLine(_Pinned, HTTPConnection):
    pass


class _SecureLine(_Pinned, HTTPSConnection):
    pass


def _line(goal: Goal, until: float) -> _PlainLine | _SecureLine:
    kind = _SecureLine if goal.is_secure else _PlainLine
    line = kind(goal.host, port=goal.port, timeout=max(0.01, until - monotonic()))
    line.answers, line.until, line.meter = goal.answers, until, _Meter()
    line.response_class = partial(_Answer, line)  # type: ignore[assignment]  # is only called
    return line
