"""What the words of a text mean to a search: folded, stemmed, and long German ones taken apart.

Pure. A word is folded the same way wherever it comes from: „Größe“, “Groesse” and GRÖSSE are one word.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from threading import local
from typing import Final

from snowballstemmer import stemmer

LANGUAGES: Final = {"de": "german", "en": "english"}
SHORTEST_PART: Final = 4
LONGEST_COMPOUND: Final = 40
JOINTS: Final = ("", "s", "es", "n", "en", "er", "e")
"""What German puts between the parts of a compound: Zeitungs|anzeige, Sonnen|schein. Tried in this order."""

PLURALS: Final = ("ungen", "heiten", "keiten", "schaften", "ionen")

SMALL_GERMAN: Final = """
aber alle allem allen aller alles als also am an auch auf aus bei bin bis bist da dadurch daher damit
dann das dass dein dem den denn der des dessen die dies diese diesem diesen dieser dieses doch dort du
durch ein eine einem einen einer eines er es etwas euch euer fuer gegen habe haben hat hatte hatten hier
hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jedem jeden jeder jedes
jetzt kann kein keine keinen koennen machen man mehr mein mich mir mit muss nach neben nicht nichts noch
nun nur ob oder ohne sehr sein seine seinem seinen seiner selbst sich sie sind so sondern ueber um und
uns unser unsere unter viel vom von vor waehrend war waren was wegen weil weiter wenn wer werde werden
wie wieder will wir wird wo wurde wurden zu zum zur zwischen zurueck
"""
SMALL_ENGLISH: Final = """
a about after all also am an and any are as at be because been before being but by can could did do does
for from had has have he her here him his how i if in into is it its just me more most my no not now of
off on only or our out over she so some such than that the their them then there these they this those to
too under up us very was we were what when where which while who why will with would you your
"""
STOP: Final = {"de": frozenset(SMALL_GERMAN.split()), "en": frozenset(SMALL_ENGLISH.split())}

_LATIN: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa", "œ": "oe"}
_WORD: Final = re.compile(r"[^\W_]+")
_thread = local()


def fold(text: str) -> str:
    """Lower case without accents; umlauts become two letters, as in a German address."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFC", text).lower()
    for letter, plain in _LATIN.items():  # several times as fast as `translate`
        letters = letters.replace(letter, plain)
    plain = unicodedata.normalize("NFKD", letters).casefold()
    marks = [ord(letter) for letter in set(plain) if unicodedata.combining(letter)]
    return plain.translate(dict.fromkeys(marks)) if marks else plain


def words(text: str) -> list[str]:
    """The folded words of a text, in their order."""
    return [word[:64] for word in _WORD.findall(fold(text))]


def telling(text: str, language: str) -> list[str]:
    """The folded words without those that say nothing by themselves."""
    stop = STOP.get(language, STOP["en"])
    return [word for word in words(text) if word not in stop]


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word. German and English are known; any other language keeps its words."""
    name = LANGUAGES.get(language)
    if name is None:
        return word
    if name not in (stemmers := _thread.__dict__):  # a stemmer keeps the word it is at in itself
        stemmers[name] = stemmer(name)
    return str(stemmers[name].stemWord(word)) or word


def stems(text: str, language: str, known: Container[str] = ()) -> Iterator[str]:
    """The stem of each telling word, and behind a compound's the stems of its parts."""
    for word in telling(text, language):
        yield stem(word, language)
        for part in split(word, known) if language == "de" else ():
            yield stem(part, language)


def split(word: str, known: Container[str]) -> list[str]:
    """The parts of a German compound, if all of them are `known` as words of their own; else nothing.

    The last part is the one that matters, so the longest that fits is taken first: Kunden|newsletter.
    """
    if len(word) > LONGEST_COMPOUND:
        return []
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        first, rest = _known_part(word[:cut], known), word[cut:]
        if first and (last := [rest] if _known_part(rest, known) else split(rest, known)):
            return [first, *last]
    return []


def pieces_of(word: str) -> set[str]:
    """All that `split` may want to know of a word: with these in `known` its answer is the same as with all words."""
    if not 2 * SHORTEST_PART <= len(word) <= LONGEST_COMPOUND:
        return set()
    sizes = range(SHORTEST_PART, len(word))
    return {word[start : start + size] for size in sizes for start in range(len(word) - size + 1)}


def is_part(word: str) -> bool:
    """Whether a word can be a part of a compound: long enough, letters only, and not one of the small words."""
    return len(word) >= SHORTEST_PART and word.isalpha() and word not in STOP["de"]


def vocabulary(texts: Iterable[str]) -> set[str]:
    """The words of German texts by which compounds are taken apart; for „Meinungen“ the singular too."""
    found = {word for text in texts for word in words(text) if is_part(word)}
    return found | {word.removesuffix("en") for word in found if word.endswith(PLURALS)}


def _known_part(word: str, known: Container[str]) -> str:
    """The word that a part is known as: without the joint, or the ending, that it has."""
    for ending in JOINTS:
        base = word.removesuffix(ending)
        if is_part(base) and base in known:
            return base
    return ""
