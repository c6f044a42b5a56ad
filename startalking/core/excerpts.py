"""The place in a text where the words stand that were looked for. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from startalking.core.words import fold, stem

LENGTH: Final = 240
LEAD: Final = 60
"""Characters shown before the first word that was found."""

SCANNED: Final = 50_000
_WORD: Final = re.compile(r"[^\W_]+")
_UMLAUT: Final = re.compile(r"([aou])e")


@dataclass(frozen=True)
class Piece:
    """A part of an excerpt, as plain text; `marked` where it is what was looked for."""

    text: str
    marked: bool = False


def excerpt(text: str, stems: Collection[str], language: str) -> tuple[Piece, ...]:
    """The part of `text` that has most of the words with one of these stems, or its beginning."""
    sought = frozenset(stems)
    wanted = {word for word in set(_WORD.findall(text, 0, SCANNED)) if _has(word, sought, language)}
    spans = [match.span() for match in _WORD.finditer(text, 0, SCANNED) if match[0] in wanted] if wanted else []
    start, end = _window(text, spans)
    pieces = [Piece("…")] if start else []
    position = start
    for begins, ends in spans:
        if start <= begins and ends <= end:
            pieces += [Piece(text[position:begins]), Piece(text[begins:ends], marked=True)]
            position = ends
    pieces.append(Piece(text[position:end].rstrip() + ("…" if end < len(text) else "")))
    return tuple(piece for piece in pieces if piece.text)


@lru_cache(maxsize=20_000)
def _has(word: str, stems: frozenset[str], language: str) -> bool:
    """Whether a word has one of the stems, by itself or as a part. Stemming is slow: only likely words are stemmed."""
    folded, plain = _forms(word)
    for wanted in stems:
        if len(wanted) > 3 and (wanted in folded or wanted in plain):
            return True
        if wanted[:2] in {folded[:2], plain[:2]} and wanted == stem(folded, language):
            return True
    return False


@lru_cache(maxsize=20_000)
def _forms(word: str) -> tuple[str, str]:
    """A word as it is folded, and without its umlauts, as stems are."""
    folded = fold(word)
    return folded, _UMLAUT.sub(r"\1", folded)


def _window(text: str, spans: list[tuple[int, int]]) -> tuple[int, int]:
    """From where to where to show: around most of the finds, from word to word."""
    starts = [begins for begins, _ends in spans]
    best = max(starts, key=lambda at: (sum(at <= other < at + LENGTH - LEAD for other in starts), -at), default=0)
    start = max(0, best - LEAD)
    if start:
        start = text.find(" ", start, best) + 1 or best
    end = start + LENGTH
    if end >= len(text):
        return start, len(text)
    return start, max(text.rfind(" ", start, end), start) if " " in text[start:end] else end
