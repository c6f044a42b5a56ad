"""The string telephone."""

from PIL import Image

from startalking.demo.pictures.paper import (
    AMBER,
    CREAM,
    INK,
    LAGOON,
    MIST,
    NIGHT,
    OCHRE,
    RUST,
    SAND,
    TEAL,
    Shade,
    Shadow,
    Sheet,
)
from startalking.demo.pictures.shapes import (
    Shape,
    curve,
    ellipse,
    rect,
    stroke,
)

HILLS = (
    (530, (110, 0, 130, 168, 90, 2, 110), MIST, LAGOON),
    (680, (90, 12, 90, 170, 80, 0, 60), LAGOON, TEAL),
    (800, (50, 4, 90, 140, 90, 0, 50), TEAL, NIGHT),
)


def string_telephone() -> Image.Image:
    """Two tins, one string: a link is a line to somebody."""
    sheet = Sheet(CREAM, Shade(AMBER, 270, 0.8, 0.55))
    sheet.lay(ellipse(800, 560, 210), OCHRE, Shade(RUST, 90, 0.8, 0.6))
    for level, heights, colour, shade in HILLS:
        outline = [(-50 + step * 290, level + height) for step, height in enumerate(heights)]
        hill = Shape(((*curve(outline), (1690, 1100), (-50, 1100)),))
        sheet.lay(hill, colour, Shade(shade, 90, 0.9, 0.8))
    _tin(sheet, -1)
    _tin(sheet, 1)
    string = curve([(330, 418), (560, 470), (800, 488), (1040, 470), (1270, 418)])
    sheet.lay(stroke(string, 6), INK)
    return sheet.finished()


def _tin(sheet: Sheet, side: int) -> None:
    pieces = (
        (
            rect(84, 300, 330, 536),
            RUST if side < 0 else TEAL,
            Shade(INK, 90, 0.6, 0.5),
            Shadow(),
        ),
        (rect(84, 348, 330, 366), CREAM, None, None),
        (rect(84, 470, 330, 488), CREAM, None, None),
        (ellipse(330, 418, 40, 118), SAND, Shade(OCHRE, 90, 0.7, 0.6), None),
        (
            ellipse(84, 418, 40, 118),
            RUST if side < 0 else TEAL,
            Shade(INK, 90, 0.6, 0.5),
            None,
        ),
        (ellipse(84, 418, 30, 100), INK, None, None),
        (ellipse(330, 418, 9, 14), INK, None, None),
    )
    for shape, colour, shade, shadow in pieces:
        placed = shape.turned(8, (330, 418))
        sheet.lay(placed if side < 0 else placed.flipped(800), colour, shade, shadow=shadow)
