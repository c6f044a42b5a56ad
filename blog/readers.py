"""Who reads: everybody, or one of the editors. What everybody is shown alike can be kept as it was drawn."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from startalking.core import pages
from startalking.core.pages import fragments, generations
from startalking.core.pages.generations import Moment

T = TypeVar("T")

LASTS: Final = 600
"""Seconds after which a piece is drawn anew although nothing was said to have changed: time itself changes things."""

_began: ContextVar[Moment | None] = ContextVar("began", default=None)
"""When the answer was begun, if it is for everybody."""


def is_editor(request: HttpRequest) -> bool:
    """Whether an editor is logged in.

    A session is looked at only where its cookie came along: asking would mark the page of every reader as one that
    depends on cookies, and tell a draft's address from one that leads nowhere.
    """
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_staff


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """While this is answered, `kept` knows whether it is for everybody: nobody is logged in and nothing was sent."""
    before = _began.set(_now() if _is_for_everybody(request) else None)
    try:
        yield
    finally:
        _began.reset(before)


def are_everybody() -> bool:
    """Whether what is being drawn is the same for everybody."""
    return _began.get() is not None


def kept(name: str, keys: tuple[str, ...], make: Callable[[], T]) -> T:
    """What `make` gives: for everybody as it was drawn, until something changes that the keys stand for, or that was
    noted while it was made; for all others made for them alone. `name` says what it depends on besides the language.

    What is kept must hold nothing that not everybody may see: no token, no name of who reads, nothing behind a
    password.
    """
    began = _began.get()
    if began is None:
        pages.note(*keys)
        return make()
    return fragments.kept(f"{get_language()} {time.time() // LASTS:.0f} {name}", keys, make, moment=began)


def _is_for_everybody(request: HttpRequest) -> bool:
    is_reading = request.method in {"GET", "HEAD"} and settings.SESSION_COOKIE_NAME not in request.COOKIES
    return is_reading and not settings.DEBUG


def _now() -> Moment | None:
    """None while nobody can say what has changed: then nothing is kept."""
    try:
        return generations.now()
    except generations.GenerationsError:
        return None
