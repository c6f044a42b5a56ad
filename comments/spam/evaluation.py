"""How well the text filter judges what it has not learnt from: the very filter of the site, its threshold included."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from comments.spam.folds import dealt
from comments.spam.learning import Sample, TextFilter, read

FOLDS: Final = 10
SEED: Final = 1


@dataclass(frozen=True)
class Outcome:
    """How many texts of each kind were called what.

    Shares are from 0 to 1; None where there is nothing to divide by.
    """

    caught: int = 0
    missed: int = 0
    blocked: int = 0
    passed: int = 0

    @property
    def rows(self) -> int:
        return self.spam + self.ham

    @property
    def spam(self) -> int:
        return self.caught + self.missed

    @property
    def ham(self) -> int:
        return self.blocked + self.passed

    @property
    def precision(self) -> float | None:
        """Of what was called spam, the share that is."""
        return _share(self.caught, self.caught + self.blocked)

    @property
    def recall(self) -> float | None:
        """Of the spam, the share that was called so."""
        return _share(self.caught, self.spam)

    @property
    def f1(self) -> float | None:
        return _share(2 * self.caught, 2 * self.caught + self.blocked + self.missed)

    @property
    def ham_blocked(self) -> float | None:
        """Of the honest texts, the share that was called spam."""
        return _share(self.blocked, self.ham)


def cross_validated(samples: Sequence[Sample], folds: int = FOLDS, seed: int = SEED) -> Outcome:
    """Judge each fold by a filter that was trained on the others, its threshold's curve included.

    Spam is spread evenly over the folds; texts that differ in digits, capitals and punctuation only share a fold.
    """
    readings = [read(sample) for sample in samples]
    fold_of = dealt([reading.copy for reading in readings], [reading.spam for reading in readings], folds, seed)
    judged: list[tuple[bool, bool]] = []
    for fold in range(folds):
        trained = TextFilter.learned([reading for reading, own in zip(readings, fold_of, strict=True) if own != fold])
        left_out = (reading for reading, own in zip(readings, fold_of, strict=True) if own == fold)
        judged.extend((reading.spam, trained.is_spam(reading.features)) for reading in left_out)
    return counted(judged)


def tried_on(trained: TextFilter, samples: Iterable[Sample]) -> Outcome:
    """What a filter makes of other samples than those it was trained on."""
    return counted((sample.spam, trained.is_spam(read(sample).features)) for sample in samples)


def counted(judged: Iterable[tuple[bool, bool]]) -> Outcome:
    """From pairs of what a text is and what it was called."""
    pairs = list(judged)
    return Outcome(
        caught=pairs.count((True, True)),
        missed=pairs.count((True, False)),
        blocked=pairs.count((False, True)),
        passed=pairs.count((False, False)),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
