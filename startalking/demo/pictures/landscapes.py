"""Pictures that are views: night, storm, hills."""

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
    Point,
    Shape,
    blob,
    curve,
    ellipse,
    polygon,
    rect,
    stroke,
)

STARS = (
    (140, 120),
    (310, 250),
    (470, 90),
    (640, 190),
    (1010, 90),
    (1130, 60),
    (1490, 70),
    (230, 420),
    (1400, 330),
)


def lighthouse() -> Image.Image:
    """One lamp, a long beam, a calm sea."""
    sheet = Sheet(NIGHT, Shade(TEAL, 90, 0.9, 0.95))
    for x, y in STARS:
        sheet.lay(ellipse(x, y, 4), CREAM)
    sheet.lay(ellipse(1270, 108, 56), SAND, Shade(OCHRE, 130, 0.7, 0.5))
    sheet.lay(
        polygon((560, 296), (-200, 40), (-200, 480)),
        AMBER,
        Shade(NIGHT, 180, 0.95, 0.97),
    )
    sheet.lay(
        polygon((560, 296), (1800, 170), (1800, 580)),
        AMBER,
        Shade(NIGHT, 0, 0.95, 0.97),
    )
    _sea(sheet)
    sheet.lay(
        blob((330, 900), (400, 800), (520, 740), (620, 742), (720, 800), (830, 905), (580, 960)),
        INK,
        Shade(LAGOON, 200, 0.5, 0.35),
    )
    _tower(sheet)
    return sheet.finished()


def _tower(sheet: Sheet) -> None:
    body = polygon((506, 340), (614, 340), (646, 790), (474, 790))
    sheet.lay(body, CREAM)
    for top in (390, 530, 670):
        sheet.lay(rect(400, top, 720, top + 70), RUST, inside=body)
    sheet.tone(body, Shade(INK, 0, 0.6, 0.75))
    sheet.lay(rect(486, 326, 634, 346, radius=6), INK)
    sheet.lay(rect(520, 258, 600, 328), AMBER, Shade(OCHRE, 90, 0.8, 0.6))
    for x in (520, 557, 594):
        sheet.lay(rect(x, 258, x + 7, 328), INK)
    sheet.lay(
        blob((504, 262), (530, 214), (560, 200), (590, 214), (616, 262), (560, 266)),
        RUST,
        Shade(BRICK, 0),
    )
    sheet.lay(stroke([(560, 200), (560, 168)], 7), INK)


def _sea(sheet: Sheet) -> None:
    sheet.lay(rect(0, 800, 1600, 1000), TEAL, Shade(NIGHT, 90, 1, 0.9))
    for x, y, length in (
        (60, 840, 190),
        (900, 836, 260),
        (1290, 870, 180),
        (180, 900, 120),
        (980, 920, 340),
        (1420, 950, 120),
        (60, 960, 260),
        (700, 965, 150),
    ):
        sheet.lay(stroke([(x, y), (x + length, y)], 7), LAGOON)


def storm() -> Image.Image:
    """A paper boat that holds its course."""
    sheet = Sheet(MIST, Shade(LAGOON, 270, 0.8, 0.8))
    for step in range(26):
        x = 40 + step * 66
        y = 250 + (step * 7 % 5) * 62
        sheet.lay(stroke([(x, y), (x - 46, y + 120)], 6), FOG)
    _cloud(sheet)
    sheet.lay(_wave(560, 120, 0), LAGOON, Shade(TEAL, 90, 0.9, 0.6))
    _boat(sheet)
    sheet.lay(
        _wave(720, 96, 345),
        TEAL,
        Shade(NIGHT, 90, 0.9, 0.8),
        shadow=Shadow(0, -8, 8, 0.2),
    )
    sheet.lay(
        _wave(850, 80, 200),
        NIGHT,
        Shade(INK, 90, 0.9, 0.6),
        shadow=Shadow(0, -8, 8, 0.25),
    )
    return sheet.finished()


def _cloud(sheet: Sheet) -> None:
    bolt = polygon(
        (1180, 250),
        (1270, 250),
        (1216, 372),
        (1290, 372),
        (1120, 590),
        (1176, 430),
        (1104, 430),
    )
    sheet.lay(bolt, OCHRE, Shade(RUST, 90, 0.6, 0.5))
    cloud = ellipse(960, 150, 190, 130) + ellipse(1180, 110, 230, 170) + ellipse(1420, 140, 210, 140)
    cloud += rect(900, 150, 1640, 282, radius=66) + ellipse(1590, 182, 130, 100)
    sheet.lay(cloud, NIGHT, Shade(LAGOON, 270, 0.6, 0.5), shadow=Shadow())
    small = ellipse(220, 130, 110, 70) + ellipse(350, 110, 120, 90) + rect(110, 110, 470, 200, radius=45)
    sheet.lay(small, TEAL, Shade(MIST, 270, 0.6, 0.4), shadow=Shadow())


def _boat(sheet: Sheet) -> None:
    about = (640, 600)
    for outline, colour, shade in (
        (((470, 600), (640, 320), (640, 630)), CREAM, Shade(SAND, 0, 0.6, 0.7)),
        (((640, 320), (810, 600), (640, 630)), SAND, Shade(OCHRE, 90, 0.6, 0.4)),
        (
            ((380, 530), (640, 620), (900, 530), (800, 700), (480, 700)),
            PAPER,
            Shade(SAND, 90, 0.7, 0.9),
        ),
        (
            ((640, 620), (900, 530), (800, 700), (640, 700)),
            CREAM,
            Shade(SAND, 0, 0.8, 0.9),
        ),
    ):
        sheet.lay(polygon(*outline).turned(-9, about).moved(-10, 24), colour, shade)
    sheet.lay(
        polygon((640, 326), (640, 258), (716, 288)).turned(-9, about).moved(-10, 24),
        RUST,
    )


def _wave(level: float, height: float, phase: float) -> Shape:
    crests: list[Point] = []
    for step in range(-1, 7):
        x = step * 330 - phase
        crests += [(x, level), (x + 110, level - height * 0.35), (x + 205, level - height)]
        crests += [(x + 262, level - height * 0.5)]
    return Shape(((*curve(crests), (2200, 1100), (-700, 1100)),))
