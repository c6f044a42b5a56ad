"""Files that are sent, whole or in part: films want to be begun in their middle, and loads to be taken up again.

Knows no Django. RFC 9110, section 14: of a wish that is not understood, nothing is known, and the whole file is sent.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final, Protocol

RANGE: Final = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))", re.ASCII)
PIECE: Final = 64 * 1024


class PartError(Exception):
    """The file has no such bytes; it has `total`."""

    def __init__(self, total: int) -> None:
        super().__init__(total)
        self.total = total


@dataclass(frozen=True)
class Wish:
    """The bytes from `first` to `last`, both included, or to the end; with a negative `first`, the last ones."""

    first: int
    last: int | None = None

    def __str__(self) -> str:
        """As it stands in a `Range` header."""
        if self.first < 0:
            return f"bytes={self.first}"
        return f"bytes={self.first}-{'' if self.last is None else self.last}"

    def within(self, total: int) -> range:
        """The positions in a file of this length. Raises `PartError` where there are none."""
        first = max(0, total + self.first) if self.first < 0 else self.first
        last = total - 1 if self.last is None else min(self.last, total - 1)
        if first > last:
            raise PartError(total)
        return range(first, last + 1)


@dataclass(frozen=True)
class Part:
    """`content` gives the bytes at these `positions` of a file of `total` bytes; it has to be closed."""

    content: "Content"
    positions: range
    total: int
    tag: str
    """Another one for another content; without quotation marks."""
    is_wished: bool
    """Whether it is the answer to a wish, even if that was for everything: who asked wants to hear it."""


class Content(Protocol):
    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


class Pieces:
    """The next `length` bytes of an open file."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self._file, self._left = file, length

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (piece := self._file.read(min(PIECE, self._left))):
            self._left -= len(piece)
            yield piece

    def close(self) -> None:
        self._file.close()


def wish_in(header: str) -> Wish | None:
    """What a `Range` header asks for. None where it asks for nothing, for several parts, or for what is none."""
    found = RANGE.fullmatch(header.strip())
    if not found:
        return None
    first, last, final = found.groups()
    if final is not None:
        return Wish(-int(final)) if int(final) else None
    if last and int(last) < int(first):
        return None
    return Wish(int(first), int(last) if last else None)
