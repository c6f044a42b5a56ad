"""How far the primary database was written when somebody said so: a mark for all processes that ask replicas.

With Redis it counts for all machines, else for this one. A mark only ever grows, and it ends after an hour: then nobody
knows, and who asks notes it anew. So one that makes no sense any more (another server, a backup) does not stay.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

if TYPE_CHECKING:
    from redis import Redis

KEY: Final = "startalking.written"
LASTS: Final = 3600
DIGITS: Final = 16
SILENCE: Final = 0.5
"""Seconds after which Redis is taken for silent: a page waits for it."""

GROW: Final = """
local known = redis.call('GET', KEYS[1])
if not known or known < ARGV[1] then redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2]) end
"""
"""The digits are as many for every number, so that their order is the numbers'."""


def advance(position: int) -> None:
    """Note that the primary has got this far. Raises `ConnectionError` where that cannot be noted."""
    digits = f"{position:0{DIGITS}x}"
    if settings.REDIS_URL:
        _asked(lambda redis: redis.eval(GROW, 1, KEY, digits, str(LASTS)))
    else:
        with _file() as file:
            if _read(file) < position:
                os.pwrite(file, digits.encode(), 0)


def position() -> int:
    """The furthest that was noted, or zero when nobody knows. Raises `ConnectionError` where that cannot be asked."""
    if settings.REDIS_URL:
        return int(_asked(lambda redis: redis.get(KEY)) or b"0", 16)
    with _file() as file:
        return _read(file)


def _asked(question: Any) -> Any:
    from redis import RedisError  # not everybody has the library

    try:
        return question(_redis(settings.REDIS_URL))
    except RedisError as error:
        raise ConnectionError(type(error).__name__) from error


@lru_cache
def _redis(url: str) -> "Redis":
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    again = Retry(NoBackoff(), 1)  # once more: Redis may have been started anew
    return Redis.from_url(url, socket_timeout=SILENCE, socket_connect_timeout=SILENCE, retry=again)


@contextmanager
def _file() -> Iterator[int]:
    """The file of this machine, while no other process touches it."""
    try:
        file = os.open(Path(f"{settings.COUNTERS_FILE}.written"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise ConnectionError(error.strerror) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _read(file: int) -> int:
    digits = os.pread(file, DIGITS, 0)
    is_fresh = time.time() - os.fstat(file).st_mtime < LASTS
    return int(digits, 16) if len(digits) == DIGITS and is_fresh else 0
