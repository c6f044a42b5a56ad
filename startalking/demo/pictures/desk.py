"""Pictures of things that lie on a table, seen from above."""

from PIL import Image

from startalking.demo.pictures.paper import (
    AMBER,
    BRICK,
    CREAM,
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
    blob,
    curve,
    ellipse,
    polygon,
    rect,
    stroke,
)


def letters() -> Image.Image:
    """Post that somebody wants to open."""
    sheet = Sheet(RUST, Shade(BRICK, 45, 0.9, 0.7))
    _envelope(sheet, (430, 360), -14, CREAM)
    _envelope(sheet, (960, 300), 9, MIST)
    _open_envelope(sheet, (760, 660), -5)
    sheet.lay(
        ellipse(1370, 690, 150),
        PAPER,
        Shade(SAND, 60, 0.6, 0.8),
        shadow=Shadow(12, 20, 14, 0.35),
    )
    sheet.lay(stroke([(1370, 690), (1520, 600)], 40), PAPER)
    sheet.lay(ellipse(1370, 690, 124), SAND)
    sheet.lay(ellipse(1370, 690, 112), INK, Shade(BRICK, 230, 0.6, 0.8))
    sheet.lay(stroke(curve([(1320, 660), (1350, 640), (1390, 648)]), 7), OCHRE)
    _pen(sheet)
    return sheet.finished()


def _envelope(sheet: Sheet, middle: Point, degrees: float, colour: str) -> None:
    x, y = middle
    left, top, right, bottom = x - 270, y - 175, x + 270, y + 175
    front = rect(left, top, right, bottom, radius=8).turned(degrees, middle)
    flap = polygon((left, top), (right, top), (x + 20, y + 30), (x - 20, y + 30)).turned(degrees, middle)
    sheet.lay(
        front,
        colour,
        Shade(SAND if colour == CREAM else LAGOON, 90, 0.6, 0.6),
        shadow=Shadow(),
    )
    sheet.lay(
        flap,
        colour,
        Shade(OCHRE if colour == CREAM else LAGOON, 90, 0.5, 0.35),
        shadow=Shadow(2, 7, 6, 0.3),
        inside=front,
    )
    sheet.lay(
        ellipse(x, y + 26, 34).turned(degrees, middle),
        TEAL if colour == CREAM else RUST,
        Shade(INK, 60, 0.5, 0.5),
        shadow=Shadow(2, 4, 3, 0.3),
    )


def _open_envelope(sheet: Sheet, middle: Point, degrees: float) -> None:
    x, y = middle
    left, top, right, bottom = x - 290, y - 140, x + 290, y + 240
    back = polygon((left, top), (x, top - 210), (right, top), (right, bottom), (left, bottom)).turned(degrees, middle)
    sheet.lay(back, NIGHT, shadow=Shadow())
    page = rect(left + 40, top - 150, right - 40, bottom).turned(degrees, middle)
    sheet.lay(page, PAPER, Shade(SAND, 90, 0.5, 0.8), shadow=Shadow(0, -3, 5, 0.25))
    for step, length in enumerate((300, 420, 390, 420, 250)):
        line = stroke(
            [
                (left + 80, top - 96 + step * 38),
                (left + 80 + length, top - 96 + step * 38),
            ],
            9,
        )
        sheet.lay(line.turned(degrees, middle), RUST if step == 0 else MIST)
    pocket = polygon((left, top), (x, y + 90), (right, top), (right, bottom), (left, bottom)).turned(degrees, middle)
    sheet.lay(pocket, TEAL, Shade(NIGHT, 90, 0.8, 0.6), shadow=Shadow(0, -4, 6, 0.3))
    fold = polygon((left, bottom), (x, y + 60), (right, bottom)).turned(degrees, middle)
    sheet.lay(
        fold,
        LAGOON,
        Shade(TEAL, 90, 0.8, 0.8),
        shadow=Shadow(0, -4, 6, 0.25),
        inside=pocket,
    )


def _pen(sheet: Sheet) -> None:
    about = (200, 760)
    sheet.lay(
        rect(60, 742, 330, 778, radius=16).turned(-38, about),
        NIGHT,
        Shade(LAGOON, 270, 0.4, 0.5),
        shadow=Shadow(),
    )
    sheet.lay(rect(250, 742, 268, 778).turned(-38, about), OCHRE)
    sheet.lay(
        polygon((330, 746), (398, 760), (330, 774)).turned(-38, about),
        AMBER,
        Shade(OCHRE, 90),
        shadow=Shadow(),
    )


def table_for_guests() -> Image.Image:
    """A table laid for a conversation: the plates are speech bubbles."""
    sheet = Sheet(TEAL, Shade(NIGHT, 120, 0.9, 0.8))
    for x in (330, 800, 1270):
        for y in (165, 835):
            chair = rect(x - 112, y - 105, x + 112, y + 105, radius=56)
            away = (x, y) == (1270, 835)
            sheet.lay(
                chair.turned(-11, (x, y)).moved(26, 44) if away else chair,
                RUST if away else OCHRE,
                Shade(BRICK, 90 if y > 500 else 270, 0.6, 0.6),
                shadow=Shadow(),
            )
    cloth = rect(110, 190, 1490, 810, radius=64)
    sheet.lay(cloth, CREAM, Shade(SAND, 60, 0.8, 0.7), shadow=Shadow(10, 18, 16, 0.4))
    sheet.lay(rect(110, 474, 1490, 526), MIST, inside=cloth)
    for x in (330, 800, 1270):
        _place(sheet, x, 326, -1)
        _place(sheet, x, 674, 1)
    _middle_of_table(sheet)
    return sheet.finished()


def _place(sheet: Sheet, x: float, y: float, side: int) -> None:
    tail = polygon((x - 56, y), (x + 14, y), (x - 84, y - side * 124))
    guest_is_missing = x > 1200 and side > 0
    rim, plate = (OCHRE, AMBER) if guest_is_missing else (SAND, PAPER)
    sheet.lay(
        ellipse(x, y, 100) + tail,
        plate,
        Shade(rim, None, 0.35, 0.4),
        shadow=Shadow(5, 9, 8, 0.3),
    )
    sheet.lay(ellipse(x, y, 70) - ellipse(x, y, 64), rim)
    for dx, width in ((136, 10), (-138, 10), (-160, 10)):
        sheet.lay(
            stroke([(x + dx, y - 58), (x + dx, y + 58)], width),
            LAGOON,
            shadow=Shadow(3, 4, 3, 0.3),
        )
    sheet.lay(ellipse(x + 136, y - side * 46, 12, 26), LAGOON)


def _middle_of_table(sheet: Sheet) -> None:
    for x, colour in ((560, TEAL), (1035, RUST)):
        sheet.lay(
            ellipse(x, 500, 36),
            colour,
            Shade(INK, 60, 0.6, 0.5),
            shadow=Shadow(5, 8, 7, 0.35),
        )
        sheet.lay(ellipse(x, 500, 23), AMBER)
    for degrees in range(0, 360, 40):
        leaf = blob((800, 500), (818, 466), (800, 430), (782, 466)).turned(degrees, (800, 500))
        sheet.lay(
            leaf,
            LAGOON if degrees % 80 else TEAL,
            Shade(NIGHT, 90, 0.6, 0.4),
            shadow=Shadow(3, 5, 5, 0.25),
        )
    sheet.lay(
        ellipse(800, 500, 46),
        RUST,
        Shade(BRICK, 60, 0.7, 0.8),
        shadow=Shadow(4, 6, 6, 0.3),
    )
