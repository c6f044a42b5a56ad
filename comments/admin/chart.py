"""A chart of shares over months, as shapes for SVG. Pure: numbers in, coordinates out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 720
HEIGHT: Final = 260
LEFT: Final = 44
RIGHT: Final = 12
TOP: Final = 12
BOTTOM: Final = 28


@dataclass(frozen=True)
class Dot:
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """One figure over the months; `path` has a gap where a month has no value."""

    name: str
    label: str
    path: str
    dots: tuple[Dot, ...]


def line(name: str, label: str, shares: Sequence[float | None]) -> Line:
    """Shares between 0 and 1, one for each month."""
    path, dots, pen = [], [], "M"
    for place, share in enumerate(shares):
        if share is None:
            pen = "M"
            continue
        dot = Dot(across(place, len(shares)), up(share))
        path.append(f"{pen}{dot.x} {dot.y}")
        dots.append(dot)
        pen = "L"
    return Line(name, label, " ".join(path), tuple(dots))


def across(place: int, number: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * (place + 0.5) / number, 1)


def up(share: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)
