"""From scores to probabilities: a curve through what samples scored that had not been learnt from."""

from collections.abc import Iterable, Sequence
from math import exp
from typing import Final, NamedTuple

ROUNDS: Final = 50
NEARLY: Final = 1e-7


class Curve(NamedTuple):
    """probability = 1 / (1 + exp(-(slope * score + shift)))"""

    slope: float = 1.0
    shift: float = 0.0

    def probability(self, score: float) -> float:
        return 1 / (1 + exp(-max(-30.0, min(30.0, self.slope * score + self.shift))))


def fitted(scores: Sequence[float], labels: Sequence[bool]) -> Curve:
    """The most likely curve, by Newton's method.

    The aims keep a distance from 0 and 1 that shrinks with the number of samples, so that few samples make no
    certainties (Platt, Probabilistic Outputs for Support Vector Machines, 1999, section 2.2).
    """
    spam = sum(labels)
    high, low = (spam + 1) / (spam + 2), 1 / (len(labels) - spam + 2)
    pairs = [(score, high if label else low) for score, label in zip(scores, labels, strict=True)]
    curve = Curve(2.0, 0.0)
    for _round in range(ROUNDS):
        slope, shift = _step(curve, pairs)
        curve = Curve(curve.slope - slope, curve.shift - shift)
        if abs(slope) + abs(shift) < NEARLY:
            break
    return curve if curve.slope > 0 else Curve(0.0, 0.0)


def _step(curve: Curve, pairs: Iterable[tuple[float, float]]) -> Curve:
    by_slope = by_shift = 0.0
    both, square, weight = 0.0, 1e-3, 1e-3
    for score, aim in pairs:
        probability = curve.probability(score)
        error, bend = probability - aim, probability * (1 - probability)
        by_slope += error * score
        by_shift += error
        square += bend * score * score
        both += bend * score
        weight += bend
    whole = square * weight - both * both
    return Curve((weight * by_slope - both * by_shift) / whole, (square * by_shift - both * by_slope) / whole)
