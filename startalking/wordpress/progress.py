"""How far an import is: a bar where somebody watches, a line for each stage where a log is written."""

from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Final, TextIO, TypeVar

T = TypeVar("T")

WIDTH: Final = 30
PAUSE: Final = 0.1


class Progress:
    """`stream` of None is silence."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._is_watched = stream is not None and stream.isatty()

    def through(self, things: Iterable[T], stage: str, total: int) -> Iterator[T]:
        """`things`, while the bar of this stage grows; `total` of 0 is not known."""
        shown, count = 0.0, 0
        self._line(stage)
        for count, thing in enumerate(things, start=1):
            yield thing
            if self._is_watched and monotonic() - shown > PAUSE:
                shown = monotonic()
                self._bar(stage, count, total)
        if self._is_watched:
            self._bar(stage, count, total or count)
            self._write("\n")

    def _line(self, stage: str) -> None:
        if not self._is_watched:
            self._write(f"{stage} …\n")

    def _bar(self, stage: str, count: int, total: int) -> None:
        filled = min(WIDTH, WIDTH * count // total) if total else 0
        bar = f"[{'#' * filled}{'.' * (WIDTH - filled)}] " if total else ""
        self._write(f"\r{stage:28} {bar}{count}{f'/{total}' if total else ''}")

    def _write(self, text: str) -> None:
        if self._stream:
            self._stream.write(text)
            self._stream.flush()
