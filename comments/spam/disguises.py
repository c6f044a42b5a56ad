"""Sees through what senders do to a text so that a filter does not know its words: p‌аypal, v i a g r a, ＦＲＥＥ."""

import html
import re
import unicodedata
from typing import Final

LOOKED_AT: Final = 4_000
"""Characters of a text that are read. Who advertises does so early, and a filter's time has to have a bound."""

_LOOKALIKES: Final = dict(
    zip(
        map(ord, "аеорсухіјѕԁһӏкмтвнοαερικνυτ"),
        "aeopcyxijsdhlkmtbhoaepiknyt",
        strict=True,
    )
)
"""Small Cyrillic and Greek letters that pass for Latin ones."""

_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_SPACED: Final = re.compile(r"(?<!\w)(?:[^\W\d_][ .*_-]){3,}[^\W\d_](?!\w)")
_GAPS: Final = re.compile(r"[ .*_-]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile("[a-z]")
_BREAK: Final = re.compile(r"<br ?/?>", re.IGNORECASE)
_REMEMBERED: Final = 0x3000  # the alphabets; to remember every character there is would take memory for nothing


class _Folding(dict[int, str]):
    """What becomes of a single character: small, compatible, without accents.

    One at a time, because the marks on a letter need no order if all of them go: sorting thousands takes square time.
    """

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code).lower())
        folded = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
        if code < _REMEMBERED:
            self[code] = folded
        return folded


_folding: Final = _Folding()


def beginning(text: str) -> str:
    """What is read of a text, entities as the characters they mean."""
    return html.unescape(text[:LOOKED_AT])


def visible(text: str) -> str:
    """A text as a reader sees it: without invisible characters, line breaks of HTML as such."""
    return _BREAK.sub("\n", _INVISIBLE.sub("", text))


def fold(text: str) -> str:
    """The words that are meant: folded, foreign letters that pass for Latin ones replaced, spaced letters joined."""
    folded = text.lower() if text.isascii() else _unmasked(text.translate(_folding)[:LOOKED_AT])
    return _SPACED.sub(lambda run: _GAPS.sub("", run[0]), folded)


def has_invisible(text: str) -> bool:
    """Whether something stands between the letters that nobody sees. Joiners of emoji do not count."""
    return any(not _is_beside_emoji(text, found.start()) for found in _INVISIBLE.finditer(text))


def has_mixed_words(text: str) -> bool:
    """Whether a word is made of two writing systems."""
    return not text.isascii() and any(_is_mixed(word) for word in _WORD.findall(text.translate(_folding)))


def has_spaced_words(text: str) -> bool:
    return _SPACED.search(text) is not None


def _unmasked(folded: str) -> str:
    return _WORD.sub(lambda word: word[0].translate(_LOOKALIKES) if _is_mixed(word[0]) else word[0], folded)


def _is_mixed(word: str) -> bool:
    return not word.isascii() and bool(_LATIN.search(word)) and any(ord(letter) in _LOOKALIKES for letter in word)


def _is_beside_emoji(text: str, place: int) -> bool:
    return any(ord(letter) > 0x2100 for letter in text[max(0, place - 1) : place])
