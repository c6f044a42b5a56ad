"""What a server is asked, what it answered, and how much of that is read."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Final
from urllib.parse import urljoin

from django.utils.translation import gettext as _
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from startalking.core.fetch.error import FetchError
from startalking.core.fetch.goals import Goal

ANYTHING: Final = ("*/*",)
HTML: Final = ("text/html", "application/xhtml+xml")
PICTURES: Final = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif")
XML: Final = ("text/xml", "application/xml")
PAGE_LIMIT: Final = 1_000_000
PICTURE_LIMIT: Final = 20_000_000
WORDS_LIMIT: Final = 64_000

MOVED: Final = {301, 302, 303, 307, 308}
SENT_ON: Final = {307, 308}
CODINGS: Final = {"", "identity", "gzip", "x-gzip"}
CHUNK: Final = 65_536


@dataclass(frozen=True)
class Question:
    method: str
    accept: Collection[str]
    limit: int = 0
    body: bytes | None = None
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Meant for this server alone."""

    def wants_all_of(self, status: int) -> bool:
        """Whether the answer counts only if it was asked for and is there to the last byte."""
        return self.method == "GET" and 200 <= status < 300


@dataclass(frozen=True)
class Response:
    """What a server answered at last. `url` is where the redirects ended; `headers` have names in lower case.

    `body` is all of what was asked for; of a refusal, and of any answer to what was sent, as much of it as could be
    read. `content_type` is in lower case and without its parameters.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    content_type: str


def moved_to(goal: Goal, question: Question, answer: BaseHTTPResponse) -> str:
    """Where a redirect leads; empty for any other answer."""
    place = answer.headers.get("Location")
    if question.headers or answer.status not in (SENT_ON if question.method == "POST" else MOVED) or not place:
        return ""
    with suppress(UnicodeError):  # headers arrive as Latin-1, addresses are written in UTF-8
        place = place.encode("latin-1").decode("utf-8")
    return urljoin(goal.url, place)


def response(goal: Goal, question: Question, answer: BaseHTTPResponse) -> Response:
    headers = {name.lower(): answer.headers[name] for name in answer.headers}  # several of one name are joined
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    coding = headers.get("content-encoding", "").strip().lower()
    if question.wants_all_of(answer.status):
        _check_type(goal, question, answer.status, content_type)
        body = _all(goal, question, answer, coding)
    else:
        body = _words(question, answer, coding)
    return Response(goal.url, answer.status, headers, body, content_type)


def _check_type(goal: Goal, question: Question, status: int, content_type: str) -> None:
    if content_type not in question.accept and question.accept != ANYTHING:
        sentence = _("%(host)s answered with something else than was asked for (%(type)s).")
        found = {"host": goal.host, "type": content_type[:80] or "?"}
        raise FetchError(sentence % found, status=status, is_final=True)


def _all(goal: Goal, question: Question, answer: BaseHTTPResponse, coding: str) -> bytes:
    """The decoded body. Raises `FetchError` as soon as it is larger than the limit."""
    if coding not in CODINGS:
        sentence = _("%(host)s packed its answer in a way that was not asked for (%(coding)s).")
        raise FetchError(sentence % {"host": goal.host, "coding": coding[:80]}, status=answer.status, is_final=True)
    parts, size = [], 0
    for part in answer.stream(CHUNK, decode_content=True):
        parts.append(part)
        size += len(part)
        if size > question.limit:
            sentence = _("The answer is larger than %(limit)s kB.") % {"limit": question.limit // 1000}
            raise FetchError(sentence, status=answer.status, is_final=True)
    return b"".join(parts)


def _words(question: Question, answer: BaseHTTPResponse, coding: str) -> bytes:
    """The beginning of what a server said, as far as it said it: what counts is the status."""
    limit = question.limit if question.method == "POST" else WORDS_LIMIT
    said = b""
    if coding in CODINGS:
        with suppress(HTTPError, HTTPException, OSError, ValueError):
            while len(said) < limit and (part := answer.read1(CHUNK, decode_content=True)):
                said += part
    return said[:limit]
