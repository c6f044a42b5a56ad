"""The one door for pictures: what others upload comes out of here re-encoded, or as a `PictureError`.

Pure: files in, bytes out; no Django model, no storage.
"""

import struct
import warnings
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Final

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
"""What is read. No other of Pillow's readers ever sees an upload; SVG is a program, not a picture."""

MAX_BYTES: Final = 40_000_000
MAX_PIXELS: Final = 40_000_000
LONGEST_SIDE: Final = 2560
"""No screen shows more of an article's picture; a camera's original would only cost whoever shares or prints it."""

WIDTHS: Final = (480, 720, 1080, 1600)
"""A list's small picture, the text column of a phone, of a sharp phone, of a sharp screen. Each step is half as wide
again as the one before, so a page never loads much more than it shows. Measured in `bench/pictures.py`."""

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

BROKEN: Final = (
    *(OSError, EOFError, RuntimeError, MemoryError, SyntaxError, ValueError, TypeError, LookupError),
    *(OverflowError, AttributeError, struct.error, zlib.error),
)
"""What Pillow's readers are known to raise on damaged files."""


class PictureError(Exception):
    """Says in one sentence what is wrong with a file, to the person who chose it."""


@dataclass(frozen=True)
class Picture:
    """An encoded picture. `extension` has no dot, `type` is its MIME type."""

    content: bytes
    extension: str
    type: str
    width: int
    height: int


@dataclass(frozen=True)
class Encoding:
    format: str
    extension: str
    type: str
    options: dict[str, int | bool | str]

    def encode(self, picture: Image.Image) -> Picture:
        target = BytesIO()
        picture.save(target, self.format, **self.options)
        return Picture(target.getvalue(), self.extension, self.type, *picture.size)


AVIF: Final = Encoding("AVIF", "avif", "image/avif", {"quality": 45, "speed": 8})
WEBP: Final = Encoding("WEBP", "webp", "image/webp", {"quality": 78, "method": 4})
JPEG: Final = Encoding("JPEG", "jpg", "image/jpeg", {"quality": 90, "optimize": True, "progressive": True})
PNG: Final = Encoding("PNG", "png", "image/png", {"optimize": True})
LIGHT: Final = (AVIF, WEBP)


def clean(file: IO[bytes]) -> Picture:
    """The picture in `file`: upright, in sRGB, at most `LONGEST_SIDE` pixels long, without EXIF, GPS or comments.

    Photos become JPEG; what was stored without loss, or can be seen through, becomes PNG. Of an animation the first
    frame stays: nothing on a page moves by itself (WCAG 2.2.2). Raises `PictureError`.
    """
    with _opened(file) as source:
        lossless = source.format in {"PNG", "GIF"}
        picture = _normal(source)
    encoding = PNG if lossless or picture.mode in {"RGBA", "P"} else JPEG
    return encoding.encode(picture)


def renditions(file: IO[bytes], present: Collection[tuple[int, str]] = ()) -> Iterator[Picture]:
    """Lighter copies in the widths of `WIDTHS`, never wider than the original, narrow to wide, AVIF before WebP.

    `present` names the copies there are already, by width and MIME type: they are not made again.
    Raises `PictureError`.
    """
    with _opened(file) as source:
        picture = _in_full_colour(_normal(source))
    for width in widths_for(picture.width):
        missing = [encoding for encoding in LIGHT if (width, encoding.type) not in present]
        if missing:
            height = max(1, round(picture.height * width / picture.width))
            scaled = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
            yield from (encoding.encode(scaled) for encoding in missing)


def widths_for(width: int) -> list[int]:
    """The widths in which a picture is offered that is `width` pixels wide itself."""
    return [*(step for step in WIDTHS if step < width), min(width, WIDTHS[-1])][: len(WIDTHS)]


def _opened(file: IO[bytes]) -> Image.Image:
    """The picture, its first frame decoded; a photo far too large is decoded smaller at once."""
    _check_size(file)
    try:
        picture = Image.open(file, formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise Image.DecompressionBombError
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
    except UnidentifiedImageError as error:
        raise PictureError(_("This is not a picture we can read. Please use JPEG, PNG, WebP, AVIF or GIF.")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(
            _("This picture has more than %(limit)s megapixels. Please make it smaller first.")
            % {"limit": MAX_PIXELS // 1_000_000}
        ) from error
    except BROKEN as error:
        raise PictureError(_("This picture is damaged and cannot be read to its end.")) from error
    return picture


def _check_size(file: IO[bytes]) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if size > MAX_BYTES:
        raise PictureError(
            _("This file is larger than %(limit)s MB. Please make it smaller first.")
            % {"limit": MAX_BYTES // 1_000_000}
        )
    if not size:
        raise PictureError(_("This file is empty."))


def _normal(picture: Image.Image) -> Image.Image:
    """Upright, in sRGB, small enough, and with nothing attached that a writer would write along."""
    try:
        upright = _in_srgb(ImageOps.exif_transpose(picture))
        if max(upright.size) > LONGEST_SIDE:
            upright = _in_full_colour(upright)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    except BROKEN as error:
        raise PictureError(_("This picture is damaged and cannot be read to its end.")) from error
    kept = {"transparency"} if upright.mode == "P" else set()
    upright.info = {name: value for name, value in upright.info.items() if name in kept}
    return upright


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Colours as browsers take them when nobody says otherwise. A profile that makes no sense is left out."""
    profile = picture.info.get("icc_profile")
    if not profile:
        return picture if picture.mode in {"L", "P", "RGB", "RGBA"} else _in_full_colour(picture)
    if picture.mode not in {"L", "RGB", "RGBA", "CMYK"}:
        picture = _in_full_colour(picture)
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, *BROKEN):
        converted = None
    return converted or picture.convert(mode)


def _in_full_colour(picture: Image.Image) -> Image.Image:
    """RGB, or RGBA where something can be seen through; sixteen bits of grey become eight."""
    if picture.mode.startswith("I"):
        picture = picture.point(lambda level: level / 257).convert("L")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
