"""Pictures of a room: a cabinet, a wall, two chairs, a switchboard."""

from PIL import Image

from startalking.demo.pictures.paper import (
    AMBER,
    BRICK,
    CREAM,
    FOG,
    INK,
    LAGOON,
    MIST,
    NIGHT,
    OCHRE,
    PAPER,
    RUST,
    SAND,
    TEAL,
    Shade,
    Shadow,
    Sheet,
)
from startalking.demo.pictures.shapes import (
    ellipse,
    polygon,
    rect,
    stroke,
)


def cabinet() -> Image.Image:
    """Every picture has its card."""
    sheet = Sheet(MIST, Shade(LAGOON, 225, 0.8, 0.5))
    sheet.lay(rect(0, 880, 1600, 1000), OCHRE, Shade(RUST, 90, 0.9, 0.5))
    sheet.lay(rect(470, 130, 1130, 920, radius=10), NIGHT, shadow=Shadow(26, 14, 20, 0.35))
    for top in (160, 680):
        _drawer(sheet, (500, top, 1100, top + 210))
    sheet.lay(rect(500, 400, 1100, 650), INK)
    _cards(sheet)
    _drawer(sheet, (440, 490, 1160, 720))
    return sheet.finished()


def _drawer(sheet: Sheet, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    middle = (left + right) / 2
    pulled = right - left > 650
    sheet.lay(
        rect(left, top, right, bottom, radius=8),
        TEAL,
        Shade(NIGHT, 90, 0.8, 0.6),
        shadow=Shadow(0, 22, 16, 0.5) if pulled else None,
    )
    sheet.lay(
        rect(middle - 82, top + 44, middle + 82, top + 104, radius=4),
        CREAM,
        Shade(SAND, 90),
    )
    sheet.lay(stroke([(middle - 44, top + 74), (middle + 30, top + 74)], 8), RUST)
    sheet.lay(
        rect(middle - 64, top + 140, middle + 64, top + 164, radius=12),
        AMBER,
        Shade(OCHRE, 90),
        shadow=Shadow(2, 8, 5, 0.4),
    )


def _cards(sheet: Sheet) -> None:
    for x, top, colour, degrees in (
        (560, 350, SAND, -4),
        (690, 370, AMBER, 2),
        (905, 330, FOG, 2),
        (620, 410, CREAM, 3),
    ):
        sheet.lay(
            rect(x - 60, top, x + 180, 640, radius=6).turned(degrees, (x, 640)),
            colour,
            Shade(OCHRE, 90, 0.6, 0.3),
            shadow=Shadow(4, 0, 6, 0.3),
        )
    about = (860, 640)
    frame = rect(730, 190, 1030, 640, radius=4).turned(7, about)
    view = rect(752, 212, 1008, 460).turned(7, about)
    sheet.lay(frame, PAPER, shadow=Shadow(5, 4, 9, 0.35))
    sheet.lay(view, MIST, Shade(LAGOON, 270, 0.8, 0.6))
    sheet.lay(ellipse(960, 290, 34).turned(7, about), RUST, inside=view)
    hills = polygon((740, 470), (840, 310), (900, 390), (950, 340), (1030, 470)).turned(7, about)
    sheet.lay(hills, TEAL, Shade(NIGHT, 90, 0.8, 0.8), inside=view)
    for x, colour, degrees in ((870, CREAM, -3), (600, MIST, -2)):
        sheet.lay(
            rect(x, 440, x + 200, 640, radius=6).turned(degrees, (x, 640)),
            colour,
            Shade(SAND, 90, 0.6, 0.6),
            shadow=Shadow(4, -2, 6, 0.3),
        )


def two_chairs() -> Image.Image:
    """Ready for an interview."""
    sheet = Sheet(AMBER, Shade(OCHRE, 90, 0.9, 0.7))
    sheet.lay(
        polygon((800, 210), (150, 1000), (1450, 1000)),
        CREAM,
        Shade(AMBER, 90, 0.9, 0.9),
    )
    sheet.lay(rect(0, 830, 1600, 1000), RUST, Shade(BRICK, 90, 1, 0.7))
    sheet.lay(ellipse(800, 890, 640, 70), OCHRE, Shade(RUST, None, 0.5, 0.6))
    sheet.lay(stroke([(800, 0), (800, 150)], 6), INK)
    sheet.lay(
        polygon((740, 140), (860, 140), (950, 262), (650, 262)),
        TEAL,
        Shade(NIGHT, 0, 0.7, 0.7),
    )
    sheet.lay(ellipse(800, 262, 150, 22), PAPER)
    for side in (-1, 1):
        _chair(sheet, side)
    sheet.lay(stroke([(800, 700), (800, 880)], 16), INK)
    sheet.lay(ellipse(800, 884, 90, 16), INK)
    sheet.lay(ellipse(800, 700, 150, 26), NIGHT, Shade(LAGOON, 270, 0.6, 0.5))
    sheet.lay(rect(742, 630, 794, 694, radius=8), PAPER, Shade(SAND, 0))
    sheet.lay(stroke([(860, 694), (860, 668)], 10), INK)
    sheet.lay(ellipse(860, 634, 24, 34), LAGOON, Shade(INK, 0))
    return sheet.finished()


def _chair(sheet: Sheet, side: int) -> None:
    colour, dark = (TEAL, NIGHT) if side < 0 else (RUST, BRICK)
    pieces = (
        (stroke([(330, 800), (306, 890)], 16), INK, None),
        (stroke([(560, 800), (584, 890)], 16), INK, None),
        (
            rect(250, 420, 420, 800, radius=60).turned(-7, (330, 800)),
            colour,
            Shade(dark, 180, 0.8, 0.8),
        ),
        (rect(290, 640, 600, 760, radius=44), colour, Shade(dark, 90, 0.7, 0.5)),
        (rect(270, 600, 560, 690, radius=45), colour, Shade(CREAM, 270, 0.5, 0.35)),
        (rect(290, 690, 606, 820, radius=40), colour, Shade(dark, 90, 0.9, 0.8)),
    )
    for shape, tone, shade in pieces:
        placed = shape if side < 0 else shape.flipped(800)
        if shade and shade.towards == 180 and side > 0:
            shade = Shade(dark, 0, 0.8, 0.8)
        sheet.lay(placed, tone, shade, shadow=Shadow(0, 6, 8, 0.2))
