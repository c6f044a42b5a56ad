"""How much two addresses look alike. Pure."""

from collections.abc import Iterable
from typing import Final

from startalking.core.words import words

LEAST: Final = 0.3


def near(path: str, candidates: Iterable[str], limit: int = 5) -> list[str]:
    """Those of `candidates` that look like `path`, the most similar first; nothing that is not similar at all."""
    wanted = trigrams(path)
    likeness = {candidate: similarity(wanted, trigrams(candidate)) for candidate in candidates}
    best = sorted(likeness, key=lambda candidate: (-likeness[candidate], candidate))
    return [candidate for candidate in best if likeness[candidate] >= LEAST][:limit]


def trigrams(path: str) -> set[str]:
    """The runs of three letters of the last part of a path, which is the part that people remember and mistype."""
    slug = " ".join(words(path.rstrip("/").rpartition("/")[2]))
    padded = f"  {slug} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)} if slug else set()


def similarity(one: set[str], other: set[str]) -> float:
    """From 0, nothing in common, to 1, the same (Dice's coefficient)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
