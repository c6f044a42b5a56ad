"""Changes that could not be counted: everything has to be counted as changed as soon as that is possible."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from pathlib import Path
from time import monotonic
from typing import Final

LOOK: Final = 0.05
"""Seconds for which a process trusts that no other one owes anything: each look is a call of the system."""


class Debt:
    """Noted in a file, where one is named: a command ends, and others of this machine pay for it. What cannot be
    written there is remembered by this process.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._is_owed = False
        self._looked = -inf

    def note(self) -> None:
        self._is_owed = True
        with self._alone() as file, suppress(OSError):
            self._is_owed = file is None or not os.write(file, b"!")
        self._looked = -inf

    def is_owed(self) -> bool:
        if self._is_owed or self._path is None or monotonic() - self._looked < LOOK:
            return self._is_owed
        if self._is_in_file():
            return True
        self._looked = monotonic()
        return False

    def pay(self, begin: Callable[[], None]) -> None:
        """With `begin`, unless another one has done so meanwhile. Until it succeeds, everything is still owed."""
        was_owed, self._is_owed = self._is_owed, False  # before it begins: what comes meanwhile is owed afterwards
        try:
            with self._alone() as file:
                if was_owed or self._is_in_file():
                    begin()
                    if file is not None:
                        with suppress(OSError):  # then it is paid once more
                            os.ftruncate(file, 0)
        except BaseException:
            self._is_owed |= was_owed
            raise

    def _is_in_file(self) -> bool:
        with suppress(OSError):
            return self._path is not None and self._path.stat().st_size > 0
        return False

    @contextmanager
    def _alone(self) -> Iterator[int | None]:
        """The file, while no other process touches it; None where there is none to be had."""
        file = self._opened()
        try:
            if file is not None:
                with suppress(OSError):  # a network's disk that knows no locks
                    fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            if file is not None:
                os.close(file)

    def _opened(self) -> int | None:
        if self._path is None:
            return None
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            how = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
            return os.open(self._path, how, 0o600)
        return None
