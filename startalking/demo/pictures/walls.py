"""Pictures of a wall: the plan of a month, a switchboard."""

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
    Shape,
    curve,
    ellipse,
    polygon,
    rect,
    stroke,
)

CABLES = (
    ((1, 3), (4, 1), OCHRE),
    ((0, 1), (2, 3), RUST),
    ((3, 0), (6, 2), CREAM),
    ((5, 3), (7, 1), RUST),
)


def planning_wall() -> Image.Image:
    """A month on the wall; one sheet has come loose."""
    sheet = Sheet(LAGOON, Shade(TEAL, 60, 1, 0.85))
    sheet.lay(rect(0, 930, 1600, 1000), NIGHT)
    for row in range(3):
        for column in range(6):
            if (row, column) != (1, 4):
                _card(
                    sheet,
                    (200 + column * 240, 180 + row * 255),
                    (row * 5 + column * 3) % 7,
                )
    sheet.lay(rect(1064, 325, 1256, 535) - rect(1068, 329, 1252, 531), MIST)
    about = (1190, 800)
    sheet.lay(
        rect(1090, 690, 1290, 910).turned(24, about),
        OCHRE,
        Shade(RUST, 60, 0.8, 0.7),
        shadow=Shadow(26, 40, 22, 0.4),
    )
    for step, length in enumerate((90, 130, 60)):
        sheet.lay(
            stroke([(1120, 740 + step * 40), (1120 + length, 740 + step * 40)], 9).turned(24, about),
            BRICK,
        )
    return sheet.finished()


def _card(sheet: Sheet, middle: Point, kind: int) -> None:
    x, y = middle
    colours = (PAPER, CREAM, PAPER, MIST, CREAM, AMBER, PAPER)
    tilt = (kind - 3) * 0.9
    pieces: list[tuple[Shape, str]] = []
    for step in range(kind % 3 + 1):
        length = 60 + (kind * 37 + step * 53) % 70
        pieces.append(
            (
                stroke(
                    [
                        (x - 66, y - 34 + step * 34),
                        (x - 66 + length, y - 34 + step * 34),
                    ],
                    9,
                ),
                SAND,
            )
        )
    if kind in {1, 4}:
        pieces.append((ellipse(x + 44, y + 62, 20), RUST))
    if kind == 6:
        pieces.append((rect(x - 66, y + 14, x + 66, y + 84), LAGOON))
    sheet.lay(
        rect(x - 96, y - 105, x + 96, y + 105).turned(tilt, middle),
        colours[kind],
        Shade(SAND, 90, 0.5, 0.5),
        shadow=Shadow(6, 12, 9, 0.35),
    )
    for shape, colour in pieces:
        sheet.lay(
            shape.turned(tilt, middle),
            OCHRE if colour == SAND and kind in {3, 5} else colour,
        )
    sheet.lay(ellipse(x, y - 88, 10), RUST if kind % 2 else NIGHT, shadow=Shadow(3, 5, 3, 0.4))


def switchboard() -> Image.Image:
    """Somebody has to put the call through."""
    sheet = Sheet(NIGHT, Shade(TEAL, 250, 0.9, 0.8))
    sheet.lay(
        rect(90, 80, 1510, 740, radius=18),
        TEAL,
        Shade(NIGHT, 90, 0.9, 0.5),
        shadow=Shadow(0, 16, 18, 0.5),
    )
    sheet.lay(
        polygon((40, 800), (1560, 800), (1680, 1040), (-80, 1040)),
        OCHRE,
        Shade(RUST, 90, 1, 0.7),
    )
    taken = {end for cable in CABLES for end in cable[:2]}
    for column in range(8):
        for row in range(4):
            _socket(sheet, (column, row), lit=(column, row) in taken)
    for start, end, colour in CABLES:
        _cable(sheet, _place(start), _place(end), colour)
    for column in range(8):
        x = 205 + column * 170
        sheet.lay(rect(x - 34, 860, x + 34, 884, radius=12), BRICK)
        sheet.lay(
            rect(x - 12, 830 + column % 3 * 14, x + 12, 880, radius=10),
            CREAM,
            Shade(SAND, 0),
            shadow=Shadow(6, 6, 5, 0.4),
        )
    return sheet.finished()


def _place(socket: tuple[int, int]) -> Point:
    return 205 + socket[0] * 170, 180 + socket[1] * 155


def _socket(sheet: Sheet, socket: tuple[int, int], *, lit: bool) -> None:
    x, y = _place(socket)
    sheet.lay(ellipse(x, y, 36), LAGOON, Shade(NIGHT, 60, 0.7, 0.7))
    sheet.lay(ellipse(x, y, 22), INK)
    sheet.lay(ellipse(x, y - 56, 10), AMBER if lit else NIGHT)


def _cable(sheet: Sheet, start: Point, end: Point, colour: str) -> None:
    (x0, y0), (x1, y1) = start, end
    low = max(y0, y1) + 130
    line = curve(
        [
            start,
            (x0 + 20, y0 + 70),
            ((x0 * 2 + x1) / 3, low),
            ((x0 + x1 * 2) / 3, low),
            (x1 - 20, y1 + 70),
            end,
        ]
    )
    sheet.lay(stroke(line, 17), colour, shadow=Shadow(8, 20, 9, 0.45))
    for x, y in (start, end):
        sheet.lay(
            ellipse(x, y, 25),
            colour,
            Shade(INK, 60, 0.6, 0.5),
            shadow=Shadow(3, 6, 4, 0.4),
        )
        sheet.lay(ellipse(x - 6, y - 6, 8), PAPER)
