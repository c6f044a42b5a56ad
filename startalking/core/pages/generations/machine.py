"""The numbers in a file of fixed size that all processes of this machine map into their memory.

The file may be deleted at any time: whoever looks next begins a new one, and nothing that was kept counts any more.
Knows no Django.
"""

import errno
import fcntl
import os
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from math import inf
from mmap import mmap
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Final

from startalking.core.pages.generations.moment import Moment

BIRTH, COUNT, BOOT = 0, 1, 2
HEAD: Final = 8
"""Words before the slots."""
SLOTS: Final = 1 << 18
"""Keys that share a slot are renewed together: more than needed, never less."""
WORD: Final = 8
SIZE: Final = (HEAD + 2 * SLOTS) * WORD
LOOK: Final = 0.05
"""Seconds for which who only reads trusts that the file is still there: each look is a call of the system, which costs
more than all else that is done for a kept page."""
PAUSE: Final = 1.0
"""Seconds in which a file that could not be made is not tried again: where there is no room, each try writes it all."""
BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


class Machine:
    """Readers take no lock: a word is read in one step, and writers write the slots before the count."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = Lock()
        self._file = -1
        self._words: memoryview | None = None
        self._looked = self._failed = -inf
        self._moment = Moment(0, 0)

    def now(self) -> Moment:
        words, last = self._opened(), self._moment
        if words[COUNT] == last.number and words[BIRTH] == last.birth:
            return last
        self._moment = moment = Moment(words[BIRTH], words[COUNT])
        return moment

    def changes(self, keys: Collection[str]) -> tuple[int, int, int]:
        words = self._opened()
        places = [_place(key) for key in keys]
        last, revoked = ([words[place + part] for place in places] for part in (0, 1))
        return words[BIRTH], max(last, default=0), max(revoked, default=0)

    def count(self, keys: Collection[str], *, revoked: bool) -> None:
        with self._alone() as words:
            number = words[COUNT] + 1
            for key in keys:
                words[_place(key)] = number
                if revoked:
                    words[_place(key) + 1] = number
            words[COUNT] = number

    def begin(self) -> None:
        with self._alone() as words:
            words[BIRTH] = _birth()

    @contextmanager
    def _alone(self) -> Iterator[memoryview]:
        """The words, while nobody else writes. Opened for each: a child that was forked shares its parent's lock."""
        with self._threads:
            words = self._looked_after()
            file = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield words
            finally:
                os.close(file)

    def _opened(self) -> memoryview:
        if self._words is None or monotonic() - self._looked > LOOK:
            return self._looked_after()
        return self._words

    def _looked_after(self) -> memoryview:
        """Opened anew if the file is gone. Who writes always looks: what he counts must be where the others read."""
        if self._words is None or os.fstat(self._file).st_nlink == 0:
            self._words = self._open()
        self._looked = monotonic()
        return self._words

    def _open(self) -> memoryview:
        """An earlier opening is left to whoever is still reading in it."""
        if monotonic() - self._failed < PAUSE:
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                words = _mapped(file)
            except OSError:
                os.close(file)
                raise
        except OSError:
            self._failed = monotonic()
            raise
        self._file = file
        return words


def _mapped(file: int) -> memoryview:
    """The words in the file, while no other process begins it as well."""
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        # The zeros are written, not only promised: on a full disk the first use of a page would be deadly.
        if os.fstat(file).st_size < SIZE and os.pwrite(file, bytes(SIZE), 0) < SIZE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        words = memoryview(mmap(file, SIZE)).cast("Q")
        if not words[BIRTH] or words[BOOT] != _boot():  # what was counted last may have got lost with the power
            words[BIRTH], words[BOOT] = _birth(), _boot()
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
    return words


@lru_cache(maxsize=4096)
def _place(key: str) -> int:
    slot = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little") % SLOTS
    return HEAD + 2 * slot


def _birth() -> int:
    return secrets.randbits(63) | 1


@lru_cache
def _boot() -> int:
    """What this run of the machine is called."""
    name = BOOT_ID.read_bytes() if BOOT_ID.exists() else b"-"
    return int.from_bytes(blake2b(name, digest_size=7).digest(), "little")
