"""Pictures that are one idea on an empty ground."""

from math import cos, radians, sin

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
from startalking.demo.pictures.shapes import ellipse, polygon, rect, sector, stroke

READERS = (
    (690, 350),
    (800, 300),
    (900, 380),
    (660, 480),
    (780, 440),
    (880, 520),
    (740, 570),
)


def speech_bubbles() -> Image.Image:
    """Two bubbles, and what they have in common."""
    sheet = Sheet(CREAM, Shade(SAND, 60, 0.9, 0.8))
    left = rect(190, 170, 960, 650, radius=90) + polygon((300, 620), (300, 860), (520, 640))
    right = rect(640, 340, 1410, 800, radius=90) + polygon((1300, 760), (1340, 950), (1080, 790))
    sheet.lay(left, TEAL, Shade(NIGHT, 200, 0.8, 0.6), shadow=Shadow(10, 18, 14, 0.3))
    sheet.lay(right, RUST, Shade(BRICK, 30, 0.8, 0.7), shadow=Shadow(10, 18, 14, 0.35))
    sheet.lay(right, AMBER, Shade(OCHRE, 45, 0.9, 0.8), inside=left)
    for step, length in enumerate((420, 360)):
        sheet.lay(stroke([(290, 270 + step * 62), (290 + length, 270 + step * 62)], 16), MIST)
    for step, length in enumerate((320, 250)):
        sheet.lay(
            stroke([(1320 - length, 650 + step * 62), (1320, 650 + step * 62)], 16),
            AMBER,
        )
    return sheet.finished()


def megaphone() -> Image.Image:
    """Loud is one way of saying it."""
    sheet = Sheet(TEAL, Shade(NIGHT, 180, 0.9, 0.8))
    for radius, colour in ((900, LAGOON), (740, MIST), (580, CREAM)):
        sheet.lay(
            sector(640, 470, radius, (-32, 22)) - sector(640, 470, radius - 84, (-60, 60)),
            colour,
            Shade(TEAL, 0, 0.5, 0.5),
            shadow=Shadow(6, 10, 8, 0.25),
        )
    about = (560, 480)
    handle = rect(380, 560, 470, 800, radius=40).turned(-6, about)
    sheet.lay(handle, INK, Shade(LAGOON, 0, 0.4, 0.5), shadow=Shadow())
    horn = polygon((320, 390), (860, 200), (860, 740), (320, 580)).turned(-6, about)
    sheet.lay(horn, RUST, Shade(BRICK, 90, 0.7, 0.85), shadow=Shadow(8, 18, 12, 0.35))
    sheet.lay(
        polygon((480, 334), (580, 299), (580, 657), (480, 627)).turned(-6, about),
        CREAM,
        Shade(SAND, 90, 0.7, 0.9),
    )
    sheet.lay(
        rect(230, 380, 334, 590, radius=40).turned(-6, about),
        OCHRE,
        Shade(RUST, 90, 0.7, 0.6),
        shadow=Shadow(4, 8, 6, 0.3),
    )
    sheet.lay(
        ellipse(860, 470, 84, 286).turned(-6, about),
        OCHRE,
        Shade(RUST, 90, 0.8, 0.5),
        shadow=Shadow(6, 6, 8, 0.3),
    )
    sheet.lay(ellipse(866, 470, 60, 244).turned(-6, about), BRICK, Shade(INK, 180, 0.9, 0.85))
    return sheet.finished()


def magnifier() -> Image.Image:
    """Seven readers who count, among many."""
    sheet = Sheet(MIST, Shade(LAGOON, 45, 0.9, 0.5))
    for row in range(13):
        for column in range(20):
            x, y = 45 + column * 82 + row % 2 * 41, 40 + row * 77
            sheet.lay(ellipse(x, y, 13 + (row * 7 + column * 5) % 4 * 2), LAGOON)
    grip = rect(1080, 402, 1540, 478, radius=38).turned(45, (780, 440))
    sheet.lay(grip, NIGHT, Shade(INK, 90), shadow=Shadow(14, 24, 14, 0.4))
    sheet.lay(rect(1066, 408, 1130, 472).turned(45, (780, 440)), OCHRE, Shade(RUST, 90))
    sheet.lay(ellipse(780, 440, 310), NIGHT, shadow=Shadow(14, 24, 16, 0.4))
    lens = ellipse(780, 440, 268)
    sheet.lay(lens, PAPER, Shade(AMBER, None, 0.5, 0.7))
    for number, (x, y) in enumerate(READERS):
        colour = (RUST, OCHRE, TEAL)[number % 3]
        sheet.lay(
            sector(x, y + 62, 50, (180, 360)),
            colour,
            Shade(INK, 0, 0.6, 0.4),
            inside=lens,
        )
        sheet.lay(ellipse(x, y - 14, 27), colour, Shade(INK, 0, 0.6, 0.4), inside=lens)
    shine = sector(780, 440, 240, (198, 244)) - ellipse(780, 440, 222)
    sheet.lay(shine, PAPER)
    return sheet.finished()


def sunrise_of_pages() -> Image.Image:
    """Pages fanned out like a morning: start here."""
    sheet = Sheet(RUST, Shade(OCHRE, 270, 0.9, 0.9))
    colours = (NIGHT, TEAL, LAGOON, MIST, PAPER, CREAM, AMBER, OCHRE, BRICK)
    for step, colour in enumerate(colours):
        degrees = -80 + step * 20
        page = rect(700, 190, 900, 960, radius=6).turned(degrees, (800, 1000))
        sheet.lay(page, colour, Shade(INK, 0, 0.5, 0.3), shadow=Shadow(-8, 6, 10, 0.35))
        x, y = 800 + 690 * sin(radians(degrees)), 1000 - 690 * cos(radians(degrees))
        sheet.lay(
            stroke([(x - 50, y), (x + 50, y)], 10).turned(degrees, (x, y)),
            RUST if colour in {PAPER, CREAM, MIST} else CREAM,
        )
    sheet.lay(
        ellipse(800, 1000, 230),
        NIGHT,
        Shade(TEAL, 270, 0.7, 0.7),
        shadow=Shadow(0, -6, 16, 0.4),
    )
    return sheet.finished()
