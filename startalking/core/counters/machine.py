"""Counts in a table of fixed size that all processes of this machine map into their memory.

The file may be deleted at any time: whoever counts next begins a new one. Knows no Django.
"""

import errno
import fcntl
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import mmap
from pathlib import Path
from struct import Struct
from threading import Lock
from typing import Final

SALT: Final = Struct("<32sQ")
"""The salt and when it ends. Written in this order: after a death in between, the old end has the salt made anew."""

SLOT: Final = Struct("<QII")
"""The first eight bytes of a hashed name, the second at which its window ends, its count."""

SLOTS: Final = 65_536
REACH: Final = 8
"""The places at which one name may stand."""

SIZE: Final = SALT.size + SLOTS * SLOT.size

logger = logging.getLogger(__name__)


class Machine:
    """Locked for microseconds. The kernel takes the lock from a process that dies; at worst one count is wrong."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = Lock()
        self._file: int | None = None
        self._memory: mmap | None = None

    def add(self, name: bytes, ends: int, step: int) -> int:
        wanted = int.from_bytes(name[:8], "little")
        start = SALT.size + wanted % (SLOTS - REACH + 1) * SLOT.size
        with self._alone() as memory:
            slots = list(SLOT.iter_unpack(memory[start : start + REACH * SLOT.size]))
            place = _place(slots, wanted)
            before = slots[place][2] if slots[place][0] == wanted else 0
            number = min(max(before + step, 0), 0xFFFFFFFF)
            SLOT.pack_into(memory, start + place * SLOT.size, wanted, ends, number)
        return number

    def salt(self, _name: bytes, ends: int) -> bytes:
        with self._alone() as memory:
            salt, until = SALT.unpack_from(memory)
            if until != ends:
                salt = secrets.token_bytes(32)
                SALT.pack_into(memory, 0, salt, ends)
        return bytes(salt)

    @contextmanager
    def _alone(self) -> Iterator[mmap]:
        """The memory, while no other thread and no other process touches it."""
        with self._threads:
            memory = self._opened()
            with _locked(self._file):
                yield memory

    def _opened(self) -> mmap:
        if self._memory is None or (self._file is not None and os.fstat(self._file).st_nlink == 0):
            self._close()
            self._memory = self._open()
        return self._memory

    def _open(self) -> mmap:
        """Where there is no such file to be had, each process counts for itself: less than promised, but it counts."""
        try:
            self._file = _own_file(self._path)
            return _mapped(self._file)
        except OSError as error:
            logger.warning("Limits are counted by each process for itself: %s", error.strerror)
            self._close()
            return mmap(-1, SIZE)

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
        self._file = self._memory = None


def _place(slots: list[tuple[int, int, int]], wanted: int) -> int:
    """Where the name stands, else where what ends first stands; of those the smallest count, as it says least."""
    for place, (name, _ends, _count) in enumerate(slots):
        if name == wanted:
            return place
    return min(range(len(slots)), key=lambda place: slots[place][1:])


def _own_file(path: Path) -> int:
    """A file that only this user can have made: others may write to the folder as well."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    found = os.fstat(file)
    if found.st_uid == os.geteuid() and found.st_mode & 0o077 == 0:
        return file
    os.close(file)
    raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


def _mapped(file: int) -> mmap:
    """The zeros are written, not only promised: on a full file system the first use of a page would be deadly."""
    with _locked(file):
        if os.fstat(file).st_size < SIZE and os.pwrite(file, bytes(SIZE), 0) < SIZE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return mmap(file, SIZE)


@contextmanager
def _locked(file: int | None) -> Iterator[None]:
    if file is None:
        yield
        return
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
