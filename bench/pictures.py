"""How large and how slow the renditions of a picture are: `python bench/pictures.py [FILE ...]`.

Without files: one of the demo's drawings, and a camera's picture of twelve megapixels made of noise in five octaves,
which is about as hard to compress as foliage.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from time import perf_counter

from PIL import Image, ImageChops

from startalking.core import pictures
from startalking.demo.pictures.draw import draw


def foliage(width: int = 4000, height: int = 3000) -> Image.Image:
    channels = []
    for strength in (40, 48, 56):
        channel = Image.new("L", (width, height), 128)
        for octave in range(2, 7):
            noise = Image.effect_noise((width >> octave, height >> octave), strength)
            channel = ImageChops.overlay(channel, noise.resize((width, height), Image.Resampling.BICUBIC))
        channels.append(channel)
    return Image.merge("RGB", channels)


def samples() -> Iterator[tuple[str, BytesIO]]:
    for name in sys.argv[1:]:
        yield Path(name).name, BytesIO(Path(name).read_bytes())
    if not sys.argv[1:]:
        for name, picture in (("drawing", draw("leuchtturm")), ("foliage", foliage())):
            file = BytesIO()
            picture.save(file, "JPEG", quality=92)
            yield name, file


def measure(name: str, file: BytesIO) -> None:
    started = perf_counter()
    original = pictures.clean(file)
    print(f"{name}: {len(file.getvalue()) / 1000:.0f} kB")
    report("clean", original, started)
    started = perf_counter()
    for rendition in pictures.renditions(BytesIO(original.content)):
        report("rendition", rendition, started)
        started = perf_counter()


def report(what: str, picture: pictures.Picture, started: float) -> None:
    seconds, size = perf_counter() - started, len(picture.content) / 1000
    print(f"  {what:10}{picture.width:5} x {picture.height:<5}{picture.type:11}{size:8.0f} kB{seconds:8.2f} s")


if __name__ == "__main__":
    for sample_name, sample in samples():
        measure(sample_name, sample)
