"""A text as a learner sees it: words, their beginnings, pairs, parts of words, signs and outline, as numbers.

Each kind of feature has one say, however many of it a text has: else the many parts of words would outvote its links.
"""

import re
from array import array
from collections.abc import Iterable
from itertools import pairwise
from typing import Final, NamedTuple
from zlib import crc32

from comments.spam import disguises, shapes

VERSION: Final = 1
"""To be raised with any change of what a text's features are: a filter that learnt others cannot judge by these."""

SIZE: Final = 1 << 18
"""How many different features are told apart. Two that fall on one number share a weight, which rarely matters."""

_TOKEN: Final = re.compile(r"[^\W_]+|[^\w\s]+|_+")
_DIGIT: Final = re.compile(r"\d")
_SPACE: Final = re.compile(r"\s+")


class Block(NamedTuple):
    """Features of one kind; each counts with the same value."""

    value: float
    numbers: "array[int]"


Vector = tuple[Block, ...]


def vector(text: str) -> Vector:
    """The features of a text, in time that has a bound whatever the text."""
    sent = disguises.beginning(text)
    seen = disguises.visible(sent)
    folded = disguises.fold(seen)
    tokens = [token[:40] for token in _TOKEN.findall(folded)]
    kinds: list[tuple[str, float, Iterable[str]]] = [
        ("w", 1.0, _words(tokens, seen)),
        ("x", 1.0, _beginnings(tokens)),
        ("p", 1.0, _pairs(tokens)),
        ("c", 0.7, _parts(folded)),
        ("s", 0.7, shapes.signs(seen) | shapes.disguise_signs(sent)),
        ("h", 0.7, shapes.outline(seen)),
    ]
    return tuple(_block(*kind) for kind in kinds)


def masked(text: str) -> str:
    """What is left of a text when capitals, digits and punctuation do not count: equal for copies of one mailing."""
    return " ".join(re.findall(r"[^\W\d_]+", disguises.fold(disguises.visible(disguises.beginning(text)))))


def _words(tokens: list[str], seen: str) -> set[str]:
    loud = {f"A{token[:40]}" for token in _TOKEN.findall(seen) if len(token) > 1 and token.isupper()}
    numbers = {f"0{_DIGIT.sub('0', token)}" for token in tokens if not token.isalpha()}
    return {*tokens, *loud, *numbers}


def _beginnings(tokens: list[str]) -> set[str]:
    """The first four and six letters: what stems would give, in any language."""
    return {token[:size] for token in tokens if token.isalpha() for size in (4, 6) if len(token) > size}


def _pairs(tokens: list[str]) -> set[str]:
    chain = ["^", *(_DIGIT.sub("0", token) if token.isdigit() else token for token in tokens), "$"]
    return {f"{one} {other}" for one, other in pairwise(chain)}


def _parts(folded: str) -> set[str]:
    line = _SPACE.sub(" ", f" {folded} ")
    return {line[start : start + size] for size in (3, 4) for start in range(len(line) - size + 1)}


def _block(kind: str, weight: float, names: Iterable[str]) -> Block:
    start = crc32(kind.encode())
    numbers = {crc32(name.encode("utf-8", "surrogatepass"), start) & (SIZE - 1) for name in names}
    return Block(weight / max(1, len(numbers)) ** 0.5, array("I", sorted(numbers)))
