"""In which writing system and in which language a text is written, as far as that is plain. Pure."""

import re
import unicodedata
from collections import Counter
from typing import Final

LEAST_LETTERS: Final = 12
SCANNED: Final = 2_000
GERMAN: Final = """
der die das und ich nicht ist ein eine mit auf für von sie wir auch dass aber den dem zu im es sich wie bei hat noch nur
wenn oder so sind war habe kann mir mich uns man schon sehr
"""
ENGLISH: Final = """
the and is of to it that you for this are with have not be on was they your from my what can will just but if or more
about so there we has our would do
"""
WORDS: Final = {"de": frozenset(GERMAN.split()), "en": frozenset(ENGLISH.split())}


def script(text: str) -> str:
    """The writing system of most letters: LATIN, CYRILLIC, CJK …; empty where there are too few letters to tell."""
    counted = Counter(_script(letter) for letter in text[:SCANNED] if letter.isalpha())
    if sum(counted.values()) < LEAST_LETTERS:
        return ""
    return counted.most_common(1)[0][0]


def language(text: str) -> str:
    """`de` or `en` where the small words plainly say so, else empty."""
    words = re.findall(r"[^\W\d_]+", text[:SCANNED].casefold())
    found = {name: sum(word in small for word in words) for name, small in WORDS.items()}
    best = max(found, key=found.__getitem__)
    others = sum(found.values()) - found[best]
    return best if found[best] >= 4 and found[best] >= 3 * others else ""


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]
