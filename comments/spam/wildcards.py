"""Texts are compared as people compare them; patterns with * and ? cost time that grows with the text alone."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final
from unicodedata import category, combining, normalize

LETTERS_OF_THEIR_OWN: Final = frozenset("äöüå")
"""An accent may hide a word, as in “víagra”; these are no accents: “schon” is not “schön”."""
LONGEST_STRETCH: Final = 100
"""Characters that a * inside running text stands for at most: no longer word is one."""

Finder = Callable[[str], bool]


def fold(text: str) -> str:
    """`text` for comparing: without letter case, accents, invisible characters and look-alikes of width."""
    wide = normalize("NFKC", text).casefold()
    if wide.isascii():
        return " ".join(wide.split())
    return " ".join("".join(map(_seen, wide)).split())


@lru_cache(maxsize=2048)
def whole(pattern: str) -> Finder:
    """Whether a folded text is what the folded `pattern` says, from its first to its last character."""
    compiled = re.compile(_expression(pattern, star=r".*", one="."), re.DOTALL)
    return lambda text: compiled.fullmatch(text) is not None


@lru_cache(maxsize=2048)
def somewhere(pattern: str) -> Finder:
    """Whether whole words of a folded text are what the folded `pattern` says; * and ? stay within a word."""
    inner = _expression(pattern, star=rf"\S{{0,{LONGEST_STRETCH}}}", one=r"\S")
    before, after = r"(?<!\w)" if _is_of_a_word(pattern[:1]) else "", r"(?!\w)" if _is_of_a_word(pattern[-1:]) else ""
    compiled = re.compile(f"{before}{inner}{after}")
    return lambda text: compiled.search(text) is not None


def _expression(pattern: str, *, star: str, one: str) -> str:
    """The first place where a stretch between two stars fits is the right one, so none is tried twice."""
    first, *others = [_stretch(part, one) for part in re.split(r"\*+", pattern)]
    if not others:
        return first
    *middle, last = others
    return first + "".join(f"(?>{star}?{part})" for part in middle) + f"{star}{last}"


def _stretch(part: str, one: str) -> str:
    return "".join(one if letter == "?" else re.escape(letter) for letter in part)


def _is_of_a_word(letter: str) -> bool:
    return letter.isalnum() or letter in "*?"


@lru_cache(maxsize=4096)
def _seen(letter: str) -> str:
    """What a reader sees of it, without accents."""
    if letter.isascii() or letter in LETTERS_OF_THEIR_OWN:
        return letter
    if category(letter) == "Cf":
        return ""
    return "".join(part for part in normalize("NFKD", letter) if not combining(part))
