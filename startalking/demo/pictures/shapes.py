"""Outlines on a sheet of 1600 by 1000 units, cut as if from paper: geometry and masks, no colour."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, cos, floor, pi, radians, sin

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1000
FINENESS = 3  # samples a pixel in each direction: this is what makes the edges smooth

Point = tuple[float, float]
Outline = tuple[Point, ...]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Shape:
    """Outlines that are filled together, and holes that are cut out of all of them."""

    outlines: tuple[Outline, ...]
    holes: tuple[Outline, ...] = field(default=())

    def __add__(self, other: "Shape") -> "Shape":
        return Shape(self.outlines + other.outlines, self.holes + other.holes)

    def __sub__(self, other: "Shape") -> "Shape":
        return Shape(self.outlines, self.holes + other.outlines)

    def moved(self, dx: float, dy: float) -> "Shape":
        return self._mapped((1, 0, 0, 1, dx, dy))

    def turned(self, degrees: float, about: Point) -> "Shape":
        """Clockwise on the sheet, because y points down."""
        c, s = cos(radians(degrees)), sin(radians(degrees))
        x, y = about
        return self._mapped((c, -s, s, c, x - c * x + s * y, y - s * x - c * y))

    def flipped(self, x: float) -> "Shape":
        return self._mapped((-1, 0, 0, 1, 2 * x, 0))

    def box(self) -> Box:
        """The part of the sheet that the shape touches; empty (left >= right) for one beside the sheet."""
        xs = [x for outline in self.outlines for x, _ in outline]
        ys = [y for outline in self.outlines for _, y in outline]
        left, top = max(0, floor(min(xs))), max(0, floor(min(ys)))
        return left, top, min(WIDTH, ceil(max(xs)) + 1), min(HEIGHT, ceil(max(ys)) + 1)

    def mask(self, box: Box) -> Image.Image:
        """The shape within the box, 255 inside and smooth at the edges."""
        left, top, right, bottom = box
        fine = Image.new("L", ((right - left) * FINENESS, (bottom - top) * FINENESS))
        pen = ImageDraw.Draw(fine)
        for fill, outlines in ((255, self.outlines), (0, self.holes)):
            for outline in outlines:
                pen.polygon(
                    [((x - left) * FINENESS, (y - top) * FINENESS) for x, y in outline],
                    fill=fill,
                )
        return fine.reduce(FINENESS)

    def _mapped(self, matrix: tuple[float, float, float, float, float, float]) -> "Shape":
        a, b, c, d, e, f = matrix

        def mapped(outlines: tuple[Outline, ...]) -> tuple[Outline, ...]:
            return tuple(tuple((a * x + b * y + e, c * x + d * y + f) for x, y in line) for line in outlines)

        return Shape(mapped(self.outlines), mapped(self.holes))


def polygon(*points: Point) -> Shape:
    return Shape((points,))


def ellipse(x: float, y: float, rx: float, ry: float | None = None) -> Shape:
    """A circle when only one radius is given."""
    ry = rx if ry is None else ry
    steps = [2 * pi * step / 144 for step in range(144)]
    return Shape((tuple((x + rx * cos(t), y + ry * sin(t)) for t in steps),))


def sector(x: float, y: float, radius: float, degrees: tuple[float, float]) -> Shape:
    """A slice of pie; 0 points right, 90 down."""
    first, last = degrees
    steps = [radians(first + (last - first) * step / 96) for step in range(97)]
    return Shape((((x, y), *((x + radius * cos(t), y + radius * sin(t)) for t in steps)),))


def rect(left: float, top: float, right: float, bottom: float, *, radius: float = 0) -> Shape:
    if not radius:
        return polygon((left, top), (right, top), (right, bottom), (left, bottom))
    corners = (
        (right - radius, bottom - radius, 0),
        (left + radius, bottom - radius, 90),
        (left + radius, top + radius, 180),
        (right - radius, top + radius, 270),
    )
    return Shape(
        (
            tuple(
                (x + radius * cos(radians(start + step * 6)), y + radius * sin(radians(start + step * 6)))
                for x, y, start in corners
                for step in range(16)
            ),
        )
    )


def curve(points: Sequence[Point], *, closed: bool = False) -> Outline:
    """A soft line through all the points (Catmull-Rom)."""
    last = len(points) - 1
    knots = [points[-1], *points, *points[:2]] if closed else [points[0], *points, points[last]]
    soft = [_between(knots[i : i + 4], step / 16) for i in range(len(knots) - 3) for step in range(16)]
    return tuple(soft) if closed else (*soft, points[last])


def blob(*points: Point) -> Shape:
    """A closed soft outline through the points."""
    return Shape((curve(points, closed=True),))


def stroke(line: Sequence[Point], width: float) -> Shape:
    """A line with round ends and joints."""
    half = width / 2
    shape = ellipse(*line[0], half)
    for (x0, y0), (x1, y1) in pairwise(line):
        length = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 1e-6)
        nx, ny = -(y1 - y0) / length * half, (x1 - x0) / length * half
        band = polygon(
            (x0 + nx, y0 + ny),
            (x1 + nx, y1 + ny),
            (x1 - nx, y1 - ny),
            (x0 - nx, y0 - ny),
        )
        shape = shape + band + ellipse(x1, y1, half)
    return shape


def _between(knots: Sequence[Point], t: float) -> Point:
    def along(a: float, b: float, c: float, d: float) -> float:
        cubic = (-a + 3 * b - 3 * c + d) * t**3
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + cubic)

    (ax, ay), (bx, by), (cx, cy), (dx, dy) = knots
    return along(ax, bx, cx, dx), along(ay, by, cy, dy)
