"""The WSGI door: a kept page is answered here, and everything else is asked behind it.

No page is drawn by two at once. Who finds that somebody is at it waits for a moment, then takes the old page where
that may still be shown.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Final

from django.conf import settings

from startalking.core.pages import generations, published, store
from startalking.core.pages.answers import StartResponse, send, send_once
from startalking.core.pages.generations import GenerationsError, Moment
from startalking.core.pages.notes import HEADER
from startalking.core.pages.page import Answer, Headers, Page
from startalking.core.pages.question import Environ, Question, Reader, impersonal
from startalking.core.pages.shelf import Shelf
from startalking.core.turns import turn

Application = Callable[[Environ, StartResponse], Iterable[bytes]]

PATIENCE: Final = 0.2
"""Seconds that a reader waits for the new page before he gets the old one."""
LONGEST_WAIT: Final = 5.0
"""Seconds that he waits where there is no old one, or none that may be shown."""
PAUSE: Final = 0.01
NEVER_KEPT: Final = 1_000_000
"""Bytes for the addresses whose answers are nobody else's: nobody waits for those."""

counted: Counter[str] = Counter()
"""How this process answered: from memory, from the shared place, after another one had drawn it, with an old page,
drawn anew, not kept, passed on unseen."""


class Door:
    """`behind` is Django. With the page cache switched off, everything is asked behind the door."""

    def __init__(self, behind: Application) -> None:
        self._behind, self._is_open = behind, settings.PAGE_CACHE
        self._generations = generations.place()
        self._reader = Reader()
        self._folder = published.folder()
        self._others_keep_it = bool(settings.PURGE_URL)
        self._pages: Shelf[str, Page] = Shelf(settings.PAGE_CACHE_MEMORY)
        self._never_kept: Shelf[str, bool] = Shelf(NEVER_KEPT)

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        question = self._reader.read(environ) if self._is_open else None
        if question is None:
            counted["passed"] += 1
            return self._behind(environ, start)
        try:
            found = self._found(question, environ)
        except GenerationsError:
            found = self._drawn(question, environ)
        if isinstance(found, Answer):
            return send_once(found, environ, start)
        if self._folder is not None:
            self._folder.put(question, found)
        if self._others_keep_it and not self._is_true(found):
            return send_once(found.for_now(), environ, start)
        return send(found, environ, start)

    def _found(self, question: Question, environ: Environ) -> Page | Answer:
        page = self._pages.get(question.key)
        if page is not None and self._is_good(page):
            counted["memory"] += 1
            return page
        old = store.find(question.key) or page
        if shared := self._taken_over(question, old):
            counted["shared"] += 1
            return shared
        if self._never_kept.get(question.key):
            return self._drawn(question, environ)
        return self._drawn_by_one(question, old, environ)

    def _is_good(self, page: Page) -> bool:
        """Whether it may answer. Raises `GenerationsError`."""
        return page.until > time.time() and page.is_current(self._generations.now())

    def _is_true(self, page: Page) -> bool:
        try:
            return page.is_current(self._generations.now())
        except GenerationsError:
            return False

    def _shared(self, question: Question) -> Page | None:
        """As another one keeps it, if it may answer."""
        return self._taken_over(question, store.find(question.key))

    def _taken_over(self, question: Question, page: Page | None) -> Page | None:
        """The page, at hand from now on, if it may answer."""
        if page is None or not self._is_good(page):
            return None
        self._pages.put(question.key, page, page.size)
        return page

    def _drawn_by_one(self, question: Question, old: Page | None, environ: Environ) -> Page | Answer:
        with ExitStack() as turns:
            try:
                turns.enter_context(turn(f"pages.{question.key}", wait=0))
            except TimeoutError:
                return self._awaited(question, old) or self._drawn(question, environ)
            return self._shared(question) or self._drawn(question, environ)  # somebody may just be done with it

    def _awaited(self, question: Question, old: Page | None) -> Page | None:
        """The page that somebody else is drawing; the old one if that takes long; None where there is nothing."""
        began, is_presentable = time.monotonic(), old is not None and old.is_presentable(self._generations.now())
        longest = PATIENCE if is_presentable else LONGEST_WAIT
        while time.monotonic() - began < longest and not self._never_kept.get(question.key):
            time.sleep(PAUSE)
            page = self._pages.get(question.key)
            if page is None or not self._is_good(page):
                page = self._shared(question)
            if page is not None:
                counted["awaited"] += 1
                return page
        counted["old"] += is_presentable
        return old if is_presentable else None

    def _moment(self) -> Moment | None:
        try:
            return self._generations.now()
        except GenerationsError:
            return None

    def _drawn(self, question: Question, environ: Environ) -> Page | Answer:
        """Drawn by Django, and kept if the view says so."""
        moment = self._moment()
        answer = _asked(self._behind, impersonal(environ, question))
        given = {name.lower(): value for name, value in answer.headers}
        keys = given.get(HEADER.lower())
        if keys is None or moment is None or "set-cookie" in given:
            counted["not kept"] += 1
            if moment is not None:
                self._never_kept.put(question.key, True, len(question.key) + 100)  # noqa: FBT003 (what is kept, not how)
            return answer
        counted["drawn"] += 1
        page = Page(moment, keys.split(), answer)
        self._never_kept.drop(question.key)
        self._pages.put(question.key, page, page.size)
        store.keep(question.key, page)
        return page


def _asked(behind: Application, environ: Environ) -> Answer:
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
    return Answer(status, headers, body)
