"""How far the primary database was written when somebody said so: a mark for all processes that ask replicas.

With Redis it counts for all machines, else for this one. A mark only ever grows, and it ends after an hour: then nobody
knows, and who asks notes it anew. So one that makes no sense any more (another server, a backup) does not stay.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from startalking.core import redis_client

LASTS: Final = 3600
DIGITS: Final = 16

GROW: Final = """
local known = redis.call('GET', KEYS[1])
if not known or known < ARGV[1] then redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2]) end
"""
"""The digits are as many for every number, so that their order is the numbers'."""


def advance(position: int) -> None:
    """Note that the primary has got this far. Raises `ConnectionError` where that cannot be noted."""
    digits = f"{position:0{DIGITS}x}"
    if settings.REDIS_URL:
        with redis_client.answering(insist=True):
            redis_client.client(settings.REDIS_URL).eval(GROW, 1, redis_client.name("written"), digits, str(LASTS))
    else:
        with _file() as file:
            if _read(file) < position:
                os.pwrite(file, digits.encode(), 0)


def position() -> int:
    """The furthest that was noted, or zero when nobody knows. Raises `ConnectionError` where that cannot be asked."""
    if settings.REDIS_URL:
        with redis_client.answering():
            found: Any = redis_client.client(settings.REDIS_URL).get(redis_client.name("written"))
        return int(found or b"0", 16)
    with _file() as file:
        return _read(file)


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
