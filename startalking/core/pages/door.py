"""The WSGI door: a kept page is answered here, and everything else is asked behind it.

Nobody who asks is made to wait for more than one drawing, and no page is drawn by two at once: who finds that
somebody is at it waits for a moment, then takes the old page where that may still be shown.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Final

from django.conf import settings

from startalking.core.pages import encodings, generations, store
from startalking.core.pages.generations import GenerationsError, Moment
from startalking.core.pages.notes import HEADER
from startalking.core.pages.page import Headers, Page
from startalking.core.pages.question import Environ, Question, Reader, impersonal
from startalking.core.pages.shelf import Shelf
from startalking.core.turns import turn

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

PATIENCE: Final = 0.2
"""Seconds that a reader waits for the new page before he gets the old one."""
LONGEST_WAIT: Final = 5.0
"""Seconds that he waits where there is no old one, or none that may be shown."""
PAUSE: Final = 0.01

OF_FORM: Final = frozenset({"content-length", "content-encoding", "etag", "vary"})
TEXTS: Final = ("text/", "application/xml", "application/json", "application/rss+xml", "application/atom+xml")

counted: Counter[str] = Counter()
"""How this process answered: from memory, from the shared place, with an old page, drawn anew, not kept, passed on."""


class Door:
    """`behind` is Django. With the page cache switched off, everything is asked behind the door."""

    def __init__(self, behind: Application) -> None:
        self._behind = behind
        self._reader = Reader()
        self._pages: Shelf[str, Page] = Shelf(settings.PAGE_CACHE_MEMORY)
        self._never_kept: Shelf[str, bool] = Shelf(10_000)

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        question = self._reader.read(environ) if settings.PAGE_CACHE else None
        if question is None:
            counted["passed"] += 1
            return self._behind(environ, start)
        try:
            now = generations.now()
        except GenerationsError:
            return self._behind(environ, start)
        page = self._pages.get(question.key)
        if page is not None and page.until > time.time() and page.is_current(now):
            counted["memory"] += 1
            return answer(page, environ, start)
        return self._look_further(question, now, environ, start)

    def _look_further(self, question: Question, now: Moment, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Raises nothing of its own: what cannot be looked up is drawn."""
        with suppress(GenerationsError):
            page = self._shared(question, now)
            if page is not None and page.until > time.time() and page.is_current(now):
                counted["shared"] += 1
                return answer(page, environ, start)
            if self._never_kept.get(question.key):
                return self._drawn(question, environ, start)
            return self._drawn_by_one(question, page, environ, start)
        return self._drawn(question, environ, start)

    def _shared(self, question: Question, now: Moment) -> Page | None:
        """The newest that anybody has kept."""
        page = store.find(question.key)
        if page is not None and page.is_current(now):
            self._pages.put(question.key, page, page.size)
        return page or self._pages.get(question.key)

    def _drawn_by_one(
        self, question: Question, old: Page | None, environ: Environ, start: StartResponse
    ) -> Iterable[bytes]:
        try:
            with turn(f"pages.{question.key}", wait=0):
                return self._drawn(question, environ, start)
        except TimeoutError:
            pass
        if (page := self._waited_for(question, old)) is not None:
            return answer(page, environ, start)
        return self._drawn(question, environ, start)

    def _waited_for(self, question: Question, old: Page | None) -> Page | None:
        """The page that somebody else is drawing; the old one if that takes long; None where there is nothing."""
        began, presentable = time.monotonic(), old is not None and old.is_presentable(generations.now())
        longest = PATIENCE if presentable else LONGEST_WAIT
        while time.monotonic() - began < longest and not self._never_kept.get(question.key):
            time.sleep(PAUSE)
            now = generations.now()
            page = self._pages.get(question.key) or store.find(question.key)
            if page is not None and page.until > time.time() and page.is_current(now):
                counted["awaited"] += 1
                return page
        counted["old"] += presentable
        return old if presentable else None

    def _drawn(self, question: Question, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Drawn by Django, and kept if the view says so."""
        moment = _moment()
        status, headers, body = _asked(self._behind, impersonal(environ, question))
        given = {name.lower(): value for name, value in headers}
        keys = given.get(HEADER.lower())
        if keys is None or moment is None or "set-cookie" in given:
            counted["not kept"] += 1
            self._never_kept.put(question.key, True, 1)  # noqa: FBT003 (what is kept, not how)
            return unkept(status, headers, body, environ, start)
        counted["drawn"] += 1
        page = Page(moment, keys.split(), status, _lasting(headers), body)
        self.keep(question, page)
        return answer(page, environ, start)

    def keep(self, question: Question, page: Page) -> None:
        self._never_kept.drop(question.key)
        self._pages.put(question.key, page, page.size)
        store.keep(question.key, page)


def answer(page: Page, environ: Environ, start: StartResponse) -> Iterable[bytes]:
    """The kept page in the form that the reader takes, or that he has it already."""
    encoding = page.form_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
    if page.status.startswith("200") and _has_it(environ, page, encoding):
        start("304 Not Modified", page.headers_unchanged(encoding))
        return []
    start(page.status, page.headers_for(encoding))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.body(encoding)]


def unkept(status: str, headers: Headers, body: bytes, environ: Environ, start: StartResponse) -> Iterable[bytes]:
    """An answer for this reader alone, packed if that is worth it."""
    encoding = encodings.best(environ.get("HTTP_ACCEPT_ENCODING", ""))
    given = {name.lower(): value for name, value in headers}
    is_text = given.get("content-type", "").startswith(TEXTS) and "content-encoding" not in given
    if encoding and is_text and len(body) >= encodings.LEAST:
        body = encodings.PACKED[encoding](body)
        headers = [(name, value) for name, value in headers if name.lower() not in {"content-length", "vary"}]
        vary = ", ".join(filter(None, [given.get("vary"), "Accept-Encoding"]))
        headers += [("Content-Encoding", encoding), ("Content-Length", str(len(body))), ("Vary", vary)]
    start(status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _asked(behind: Application, environ: Environ) -> tuple[str, Headers, bytes]:
    """The whole answer of the application behind the door."""
    told: list[tuple[str, Headers]] = []

    def start(status: str, headers: Headers, _error: object = None) -> None:
        told.append((status, list(headers)))

    parts = behind(environ, start)
    try:
        body = b"".join(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()
    status, headers = told[-1]
    return status, headers, body


def _moment() -> Moment | None:
    try:
        return generations.now()
    except GenerationsError:
        return None


def _lasting(headers: Headers) -> Headers:
    return [(name, value) for name, value in headers if name.lower() not in OF_FORM]


def _has_it(environ: Environ, page: Page, encoding: str) -> bool:
    """Whether the reader has this very page. A date is looked at only where he names no tag (RFC 9110, 13.2.2)."""
    if (tags := environ.get("HTTP_IF_NONE_MATCH")) is not None:
        return _names(tags, page.etag(encoding))
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return since is not None and since in [value for name, value in page.headers if name.lower() == "last-modified"]


def _names(known: str, etag: str) -> bool:
    """Whether an `If-None-Match` names this tag, weakly compared (RFC 9110, 13.1.2)."""
    return known.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in known.split(",")]
