"""One after the other: who holds the turn of a name is alone with it, over all processes of this site.

On one machine a file says who is at it, and the kernel takes it from a process that dies. With Redis it counts for
all machines, and a turn whose holder died ends by itself.
"""

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Final

from django.conf import settings

from startalking.core import redis_client

Release = Callable[[], None]

PAUSE: Final = 0.02
LONGEST: Final = 30
"""Seconds after which a turn in Redis ends by itself. Whoever takes turns has to be done long before."""

logger = logging.getLogger(__name__)


@contextmanager
def turn(name: str, *, wait: float) -> Iterator[None]:
    """Be alone with `name`. Raises `TimeoutError` when others are at it for more than `wait` seconds.

    Not to be taken a second time within itself. Where the machine keeps no turns (a folder of somebody else's, a full
    disk), nobody waits: less than promised, but the work gets done.
    """
    key = blake2b(name.encode(), key=blake2b(settings.SECRET_KEY.encode()).digest(), digest_size=16).hexdigest()
    release = _taken(key, wait)
    try:
        yield
    finally:
        release()


def _taken(key: str, wait: float) -> Release:
    if settings.REDIS_URL:
        with suppress(ConnectionError):
            return _taken_in_redis(key, wait)
    try:
        return _taken_here(key, wait)
    except TimeoutError:
        raise
    except OSError as error:
        logger.warning("Turns are not kept: %s", error.strerror)
        return lambda: None


def _taken_in_redis(key: str, wait: float) -> Release:
    """Raises `ConnectionError` when Redis does not answer."""
    client = redis_client.client(settings.REDIS_URL)
    lock = client.lock(redis_client.name(f"turns.{key}"), timeout=LONGEST, sleep=PAUSE, blocking_timeout=wait)
    try:
        with redis_client.answering():
            is_mine = lock.acquire()
    except ConnectionError:
        logger.warning("Redis does not answer: turns are kept on this machine alone.")
        raise
    if not is_mine:
        raise TimeoutError

    def release() -> None:
        with suppress(ConnectionError), redis_client.answering(insist=True):  # it ended by itself, or will
            lock.release()

    return release


def _taken_here(key: str, wait: float) -> Release:
    folder = Path(f"{settings.COUNTERS_FILE}.turns")
    folder.mkdir(mode=0o700, exist_ok=True)
    until = time.monotonic() + wait
    while (file := _locked(folder / key)) is None:
        if time.monotonic() >= until:
            raise TimeoutError
        time.sleep(PAUSE)
    return partial(_let_go, folder / key, file)


def _locked(path: Path) -> int | None:
    """The open file while nobody else has it. A file that went away while we waited for it says nothing any more."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    is_mine = False
    try:
        with suppress(BlockingIOError, FileNotFoundError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_mine = path.stat().st_ino == os.fstat(file).st_ino
    finally:
        if not is_mine:
            os.close(file)
    return file if is_mine else None


def _let_go(path: Path, file: int) -> None:
    """In this order: a child that was forked meanwhile holds the file, but nobody asks for that one again. A file that
    cannot be taken away is free all the same.
    """
    with suppress(OSError):
        path.unlink()
    os.close(file)
