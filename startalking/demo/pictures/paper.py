"""Coloured paper laid on a sheet: flat tones, grained shade, soft shadows. Deterministic, Pillow only."""

from dataclasses import dataclass
from functools import cache
from hashlib import shake_256
from math import cos, radians, sin

from PIL import Image, ImageChops, ImageFilter

from startalking.demo.pictures.shapes import HEIGHT, WIDTH, Box, Shape, rect

PAPER = "#fbf9f5"
CREAM = "#f3ead9"
SAND = "#e4d3b4"
INK = "#1d1b18"
NIGHT = "#0b3238"
TEAL = "#0a5c63"
LAGOON = "#3f8a8d"
MIST = "#b9d5d2"
FOG = "#e2eeee"
OCHRE = "#dca544"
AMBER = "#efc878"
RUST = "#b4532f"
BRICK = "#82371f"

EVERYWHERE = rect(0, 0, WIDTH, HEIGHT)


@dataclass(frozen=True)
class Shade:
    """A second tone that comes in as grain, densest in one direction or, without one, at the rim."""

    colour: str
    towards: float | None = None  # degrees: 0 right, 90 down
    reach: float = 0.7  # the part of the shape it covers
    strength: float = 0.6


@dataclass(frozen=True)
class Shadow:
    dx: float = 8
    dy: float = 14
    softness: float = 10
    strength: float = 0.28


class Sheet:
    def __init__(self, colour: str, shade: Shade | None = None) -> None:
        self.image = Image.new("RGB", (WIDTH, HEIGHT), colour)
        if shade:
            self.tone(EVERYWHERE, shade)

    def lay(
        self,
        shape: Shape,
        colour: str,
        shade: Shade | None = None,
        *,
        shadow: Shadow | None = None,
        inside: Shape | None = None,
    ) -> None:
        """Put a piece of paper down, above everything that lies there; `inside` trims it to another shape."""
        if shadow:
            self._cast(shape, shadow, inside)
        box = shape.box()
        if _is_empty(box):
            return
        mask = _trimmed(shape, box, inside)
        self.image.paste(colour, box, mask)
        if shade:
            self._grain(box, mask, shade)

    def tone(self, shape: Shape, shade: Shade) -> None:
        """Grain only, over what lies there already."""
        box = shape.box()
        self._grain(box, shape.mask(box), shade)

    def finished(self) -> Image.Image:
        """The picture, with the tooth of the paper over everything."""
        return ImageChops.overlay(self.image, _tooth())

    def _grain(self, box: Box, mask: Image.Image, shade: Shade) -> None:
        dense = _gradient(mask.size, shade.towards).point(_ramp(shade.reach, shade.strength))
        speckled = ImageChops.subtract(dense, _noise().crop(box)).point([min(255, v * 9) for v in range(256)])
        self.image.paste(shade.colour, box, ImageChops.multiply(mask, speckled))

    def _cast(self, shape: Shape, shadow: Shadow, inside: Shape | None) -> None:
        margin = int(shadow.softness * 2)
        fallen = shape.moved(shadow.dx, shadow.dy)
        left, top, right, bottom = fallen.box()
        box = (
            max(0, left - margin),
            max(0, top - margin),
            min(WIDTH, right + margin),
            min(HEIGHT, bottom + margin),
        )
        if _is_empty(box):
            return
        mask = fallen.mask(box).filter(ImageFilter.BoxBlur(shadow.softness))
        if inside:
            mask = ImageChops.multiply(mask, inside.mask(box))
        self.image.paste(INK, box, mask.point([round(v * shadow.strength) for v in range(256)]))


def _trimmed(shape: Shape, box: Box, inside: Shape | None) -> Image.Image:
    mask = shape.mask(box)
    return ImageChops.multiply(mask, inside.mask(box)) if inside else mask


def _is_empty(box: Box) -> bool:
    left, top, right, bottom = box
    return left >= right or top >= bottom


def _gradient(size: tuple[int, int], towards: float | None) -> Image.Image:
    """0 to 255 in the direction given, or from the middle to the rim."""
    if towards is None:
        return Image.radial_gradient("L").resize(size)
    width, height = size
    c, s = cos(radians(towards)), sin(radians(towards))
    corners = [x * c + y * s for x in (0, width) for y in (0, height)]
    start, span = min(corners), max(max(corners) - min(corners), 1e-6)
    rows = (254 * c / span, 254 * s / span, 0.5 - 254 * start / span)
    return Image.linear_gradient("L").transform(size, Image.Transform.AFFINE, (0, 0, 128, *rows))


def _ramp(reach: float, strength: float) -> list[int]:
    return [round(255 * strength * max(0.0, 1 - (1 - v / 255) / reach)) for v in range(256)]


@cache
def _noise() -> Image.Image:
    """Even noise in grains of about one and a half pixels, the same on each run."""
    width, height = WIDTH * 2 // 3, HEIGHT * 2 // 3 + 1
    grains = Image.frombytes("L", (width, height), shake_256(b"grain").digest(width * height))
    return grains.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)


@cache
def _tooth() -> Image.Image:
    fibres = Image.frombytes("L", (WIDTH, HEIGHT), shake_256(b"tooth").digest(WIDTH * HEIGHT))
    calm = fibres.filter(ImageFilter.BoxBlur(1)).point([round(128 + (v - 128) * 0.22) for v in range(256)])
    return Image.merge("RGB", (calm, calm, calm))
