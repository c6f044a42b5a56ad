"""In which form an answer goes over the wire: what the reader takes, and the best of it. Knows no Django."""

import gzip
import sys
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEAST: Final = 500
"""Bytes below which packing gains nothing."""

LONGEST: Final = 300
"""Letters of an `Accept-Encoding` that is read; browsers send about twenty. Who sends more gets everything plain."""

PACKED: Final[dict[str, Callable[[bytes], bytes]]] = {
    "zstd": partial(zstd.compress, level=10),
    "br": partial(brotli.compress, quality=5),
    "gzip": partial(gzip.compress, compresslevel=6, mtime=0),
}
"""The best first, by time and size together: a page is packed often and read often."""

unpacked: Final = zstd.decompress
PackedWronglyError = zstd.ZstdError

SUFFIX: Final = {"br": ".br", "gzip": ".gz"}
"""How servers look for files that are packed already. Packed once and served for long, they get more effort."""

TIGHTLY: Final[dict[str, Callable[[bytes], bytes]]] = {
    "br": partial(brotli.compress, quality=9),
    "gzip": partial(gzip.compress, compresslevel=9, mtime=0),
}


def best(accepted: str) -> str:
    """The best of our encodings that an `Accept-Encoding` takes (RFC 9110, 12.5.3); empty: as it is."""
    return _best(accepted) if len(accepted) <= LONGEST else ""


@lru_cache(maxsize=1024)
def _best(accepted: str) -> str:
    weights = dict(_weight(part) for part in accepted.lower().split(",") if part.strip())
    others = weights.get("*", 0.0)
    plain = weights.get("identity", 0.0)
    fitting = [name for name in PACKED if (weight := weights.get(name, others)) > 0 and weight >= plain]
    return max(fitting, key=lambda name: weights.get(name, others), default="")


def _weight(part: str) -> tuple[str, float]:
    name, _semicolon, parameters = part.partition(";")
    key, _equals, value = "".join(parameters.split()).partition("=")
    try:
        return name.strip(), float(value) if key == "q" else 1.0
    except ValueError:
        return name.strip(), 0.0
