"""Where counts and the day's salt lie so that all workers share them: in Redis, else in the memory of this machine.

A name is kept as a keyed hash only, and every count says when it ends. No count is ever worth more than the site: when
Redis is silent, the machine counts by itself for a while.
"""

import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Final, Protocol, TypeVar

from django.conf import settings

from startalking.core.counters.machine import Machine

T = TypeVar("T")

PAUSE: Final = 10
"""Seconds in which a Redis that did not answer is not asked again: every request would wait for it."""

logger = logging.getLogger(__name__)


class Counters(Protocol):
    def add(self, name: bytes, ends: int, step: int) -> int:
        """The count of this name with `step` added, never below zero; it may be forgotten after `ends`."""

    def salt(self, name: bytes, ends: int) -> bytes:
        """32 random bytes, the same for all who ask until `ends`, and gone afterwards."""


def add(name: str, ends: int, *, step: int = 1) -> int:
    """How much was counted under this name until `ends` (seconds since 1970), `step` included."""
    return _ask(lambda counters: counters.add(_hashed(name, ends), ends, step))


def salt(ends: int) -> bytes:
    """Random bytes that all workers share until `ends` and nobody knows afterwards."""
    return _ask(lambda counters: counters.salt(_hashed("salt", ends), ends))


def forget() -> None:
    """Leave nothing in this machine's memory when the site stops. Who still counts begins anew."""
    with suppress(OSError):  # not ours after all
        Path(settings.COUNTERS_FILE).unlink(missing_ok=True)


def _ask(question: Callable[[Counters], T]) -> T:
    if settings.REDIS_URL and not _pause.is_on():
        try:
            return question(_redis(settings.REDIS_URL))
        except ConnectionError:
            logger.warning("Redis does not answer: for %s seconds limits are counted on this machine alone.", PAUSE)
            _pause.begin()
    return question(_machine(Path(settings.COUNTERS_FILE)))


def _hashed(name: str, ends: int) -> bytes:
    key = blake2b(settings.SECRET_KEY.encode()).digest()
    return blake2b(f"{ends}.{name}".encode(), key=key, digest_size=16).digest()


class _Pause:
    def __init__(self) -> None:
        self._until = 0.0

    def begin(self) -> None:
        self._until = time.monotonic() + PAUSE

    def is_on(self) -> bool:
        return time.monotonic() < self._until


_pause = _Pause()


@lru_cache
def _redis(url: str) -> Counters:
    from startalking.core.counters.redis import Redis  # not everybody has the library

    return Redis(url)


@lru_cache
def _machine(path: Path) -> Counters:
    return Machine(path)


# A lock on a file belongs to whoever opened it: a child that was forked opens the file itself.
os.register_at_fork(after_in_child=_machine.cache_clear)
