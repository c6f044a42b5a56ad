"""The map, with the readers on it."""

from PIL import Image

from startalking.demo.pictures.paper import (
    CREAM,
    FOG,
    INK,
    LAGOON,
    MIST,
    OCHRE,
    RUST,
    SAND,
    TEAL,
    Shade,
    Shadow,
    Sheet,
)
from startalking.demo.pictures.shapes import (
    Point,
    Shape,
    blob,
    curve,
    ellipse,
    polygon,
    stroke,
)

COAST: tuple[Point, ...] = (
    (150, 200),
    (330, 160),
    (500, 260),
    (640, 230),
    (760, 330),
    (720, 470),
    (850, 560),
    (810, 700),
    (640, 720),
    (520, 820),
    (330, 790),
    (260, 640),
    (130, 560),
    (190, 380),
)
PINS = ((372, 330, RUST), (690, 545, TEAL), (1010, 300, OCHRE), (1240, 610, RUST))


def pinned_map() -> Image.Image:
    """Where the readers are."""
    sheet = Sheet(OCHRE, Shade(RUST, 60, 0.9, 0.45))
    chart = _folded(0)
    sheet.lay(chart, MIST, shadow=Shadow(14, 22, 18, 0.4))
    island = blob((1010, 180), (1200, 150), (1350, 260), (1330, 420), (1180, 460), (1030, 380))
    south = blob((1050, 600), (1230, 540), (1420, 620), (1440, 780), (1280, 830), (1090, 760))
    for land in (blob(*COAST), island, south):
        sheet.lay(land, CREAM, Shade(SAND, 90, 0.8, 0.9), inside=chart)
    sheet.lay(blob((330, 560), (420, 520), (470, 590), (400, 660)), MIST)
    river = curve([(500, 270), (520, 380), (430, 450), (440, 540)])
    sheet.lay(stroke(river, 9), LAGOON)
    for panel in range(4):
        if panel % 2:
            sheet.tone(_folded(panel, 1), Shade(LAGOON, 180, 0.7, 0.42))
    _route(sheet)
    for x, y, colour in PINS:
        _pin(sheet, (x, y), colour)
    return sheet.finished()


def _folded(first: int, panels: int = 4) -> Shape:
    """The sheet of the map with its zigzag edge, or some of its panels."""
    folds = [(100 + 350 * i, 30 if i % 2 else 0) for i in range(first, first + panels + 1)]
    return polygon(
        *((x, 90 + dy) for x, dy in folds),
        *((x, 880 + dy) for x, dy in reversed(folds)),
    )


def _route(sheet: Sheet) -> None:
    way = curve(
        [
            (372, 330),
            (520, 480),
            (690, 545),
            (850, 420),
            (1010, 300),
            (1120, 440),
            (1240, 610),
        ]
    )
    for start in range(2, len(way) - 4, 6):
        sheet.lay(stroke(way[start : start + 4], 8), INK)


def _pin(sheet: Sheet, tip: Point, colour: str) -> None:
    x, y = tip
    sheet.lay(ellipse(x, y, 15, 6), INK)
    outline = curve(
        [
            (x, y),
            (x - 26, y - 50),
            (x - 56, y - 96),
            (x - 50, y - 150),
            (x, y - 178),
            (x + 50, y - 150),
            (x + 56, y - 96),
            (x + 26, y - 50),
            (x, y),
        ]
    )
    sheet.lay(
        Shape((outline,)),
        colour,
        Shade(INK, 0, 0.6, 0.5),
        shadow=Shadow(10, 6, 6, 0.35),
    )
    sheet.lay(ellipse(x, y - 116, 25), FOG)
