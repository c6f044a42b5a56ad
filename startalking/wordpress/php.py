"""Serialized PHP in metas: strings, numbers, truth values and arrays of them.

Objects are never built, references never followed.
"""

from typing import Final

MAX_DEPTH: Final = 50

Value = str | int | float | bool | None | dict[str | int, "Value"]


def unserialize(text: str) -> Value:
    """The value `text` stands for, arrays as dicts in their order; None for what is damaged, too deep or
    an object.

    Lengths count the bytes of UTF-8, as PHP counts them.
    """
    reading = _Reading(text.strip().encode("utf-8", errors="surrogatepass"))
    try:
        value = reading.value(0)
    except (ValueError, RecursionError):
        return None
    return value if reading.at_end else None


class _Reading:
    """A place in the bytes that moves on; every way to be wrong is a ValueError."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at == len(self._data)

    def value(self, depth: int) -> Value:
        kind = self._take(2)
        if kind == b"N;":
            return None
        if kind == b"s:":
            return self._string()
        if kind == b"a:" and depth < MAX_DEPTH:
            return self._array(depth)
        if kind in (b"i:", b"b:", b"d:"):
            return self._scalar(kind)
        raise ValueError("unknown kind")

    def _scalar(self, kind: bytes) -> int | bool | float:
        digits = self._until(b";")
        if len(digits) > 40:
            raise ValueError("too long a number")
        if kind == b"d:":
            return float(digits)
        return int(digits) if kind == b"i:" else bool(int(digits))

    def _string(self) -> str:
        length = self._length()
        self._expect(b'"')
        content = self._take(length)
        self._expect(b'";')
        return content.decode("utf-8")

    def _array(self, depth: int) -> dict[str | int, Value]:
        count = self._length()
        self._expect(b"{")
        array: dict[str | int, Value] = {}
        for _ in range(count):
            key = self._key()
            array[key] = self.value(depth + 1)
        self._expect(b"}")
        return array

    def _key(self) -> str | int:
        kind = self._take(2)
        if kind == b"s:":
            return self._string()
        if kind == b"i:":
            return int(self._scalar(kind))
        raise ValueError("no key")

    def _length(self) -> int:
        digits = self._until(b":")
        if not digits.isdigit() or len(digits) > 9:
            raise ValueError("no length")
        return int(digits)

    def _until(self, end: bytes) -> bytes:
        place = self._data.index(end, self._at)
        part, self._at = self._data[self._at : place], place + len(end)
        return part

    def _take(self, length: int) -> bytes:
        part = self._data[self._at : self._at + length]
        if len(part) < length:
            raise ValueError("too short")
        self._at += length
        return part

    def _expect(self, mark: bytes) -> None:
        if self._take(len(mark)) != mark:
            raise ValueError("mark missing")
