"""The text filter: how likely the words of a comment are those of spam, learnt from judged comments."""

import sys
from array import array
from collections.abc import Iterable, Sequence
from struct import Struct
from typing import Final, NamedTuple, Self
from zlib import compress, decompressobj
from zlib import error as zlib_error

from comments.spam.calibration import Curve, fitted
from comments.spam.features import SIZE, VERSION, Vector, masked, vector
from comments.spam.folds import dealt
from comments.spam.margins import Plane, score, separate

FEWEST: Final = 10
"""Of spam and of ham each. With less a filter would only repeat what it has seen."""

THRESHOLD: Final = 0.62
"""Above one half, because an honest comment that has to wait costs more than spam that a moderator sees.

Chosen once, for three collections of 60 to 2,300 texts together (`tests/comments/test_spam_data.py`): lower, more
honest comments wait; higher, less is found after a small training. What adapts to a site is the curve below it.
"""

FEW: Final = 500
PARTS_OF_FEW: Final = 10
PARTS_OF_MANY: Final = 5

_MARK: Final = b"text filter"
_HEAD: Final = Struct("<11sHIdddd")
_STEPS: Final = 32_767
_ALL: Final = _HEAD.size + 2 * SIZE


class BrokenFilterError(ValueError):
    """Bytes that are no filter, or one of a version that judges by other features. Training anew mends it."""


class Sample(NamedTuple):
    text: str
    spam: bool


class Reading(NamedTuple):
    """A sample as it is learnt from. Those with equal `copy` are copies of one text."""

    features: Vector
    spam: bool
    copy: str


class TextFilter:
    """What was learnt. Does not change; who wants it to know more trains another.

    Without any training it holds nothing: each probability is one half, and that is below the threshold.
    """

    threshold = THRESHOLD

    def __init__(self, weights: "array[int]", scale: float, start: float, curve: Curve) -> None:
        self._weights, self._scale, self._start, self._curve = weights, scale, start, curve

    @classmethod
    def untrained(cls) -> Self:
        return cls(array("h", bytes(2 * SIZE)), 0.0, 0.0, Curve(0.0, 0.0))

    @classmethod
    def train(cls, samples: Iterable[Sample]) -> Self:
        """Learn from judged comments. The same samples in the same order make the same filter.

        Takes about two seconds for 1,000 comments of 300 characters. With fewer than `FEWEST` of a kind the filter
        stays untrained.
        """
        return cls.learned([read(sample) for sample in samples])

    @classmethod
    def learned(cls, readings: Sequence[Reading]) -> Self:
        """Train with what has been read already."""
        spam = sum(reading.spam for reading in readings)
        if min(spam, len(readings) - spam) < FEWEST:
            return cls.untrained()
        return cls._rounded(_plane(readings), _curve(readings))

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """Raises BrokenFilterError."""
        content = _unpacked(stored)
        mark, version, size, *figures = _HEAD.unpack_from(content)
        if (mark, version, size, len(content)) != (_MARK, VERSION, SIZE, _ALL):
            raise BrokenFilterError("These are the bytes of something else, or of a filter of another version.")
        scale, start, *curve = figures
        return cls(_in_our_order(array("h", content[_HEAD.size :])), scale, start, Curve(*curve))

    def to_bytes(self) -> bytes:
        head = _HEAD.pack(_MARK, VERSION, SIZE, self._scale, self._start, *self._curve)
        return compress(head + _in_our_order(self._weights).tobytes())

    def probability(self, text: str) -> float:
        """How likely a text is spam, from 0 to 1."""
        return self.likelihood(vector(text))

    def likelihood(self, features: Vector) -> float:
        return self._curve.probability(self._start + self._scale * score(self._weights, features))

    def is_spam(self, features: Vector) -> bool:
        return self.likelihood(features) >= self.threshold

    @classmethod
    def _rounded(cls, plane: Plane, curve: Curve) -> Self:
        """Weights in two bytes each. Rounded now and not when stored, so that what is stored judges the same."""
        scale = max(map(abs, plane.weights)) / _STEPS or 1.0
        return cls(array("h", (round(weight / scale) for weight in plane.weights)), scale, plane.start, curve)


def read(sample: Sample) -> Reading:
    return Reading(vector(sample.text), sample.spam, masked(sample.text) or sample.text)


def _plane(readings: Sequence[Reading]) -> Plane:
    return separate([reading.features for reading in readings], [reading.spam for reading in readings])


def _curve(readings: Sequence[Reading]) -> Curve:
    """Each part is scored by what the other parts teach: a filter that has seen a text is too sure of it."""
    parts = PARTS_OF_FEW if len(readings) < FEW else PARTS_OF_MANY
    labels = [reading.spam for reading in readings]
    part_of = dealt([reading.copy for reading in readings], labels, parts, seed=1)
    scores = [0.0] * len(readings)
    for part in range(parts):
        plane = _plane([reading for reading, own in zip(readings, part_of, strict=True) if own != part])
        for place, reading in enumerate(readings):
            if part_of[place] == part:
                scores[place] = plane.score(reading.features)
    return fitted(scores, labels)


def _unpacked(stored: bytes) -> bytes:
    reader = decompressobj()
    try:
        content = reader.decompress(stored, _ALL + 1)
    except zlib_error as problem:
        raise BrokenFilterError("The bytes of the filter are damaged.") from problem
    if not reader.eof or len(content) < _HEAD.size:
        raise BrokenFilterError("The bytes of the filter are not complete.")
    return content


def _in_our_order(numbers: "array[int]") -> "array[int]":
    """Stored with the small byte first, on every machine."""
    if sys.byteorder == "little":
        return numbers
    turned = numbers[:]
    turned.byteswap()
    return turned
