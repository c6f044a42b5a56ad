"""The words around a link, as far as they are one thought."""

import re
from typing import Final

from linkbacks.reading.page import Element, Page
from startalking.core import text

LONGEST: Final = 250
SHORTEST: Final = 40
"""What is shorter says too little: then the words before and behind it are shown as well."""

LINK: Final = 120
SEEN: Final = 1000
"""Characters before and behind a link that are looked at."""

END: Final = re.compile(r"""(?:\w{3}|[\d)\]"”“»«])[.!?…]+["”“»«')\]]*\s+""")
"""Where a sentence ends; behind two letters a full stop is an abbreviation, as a rule."""


def around(page: Page, link: Element) -> str:
    """The paragraph with the link; of a long one, the sentence; if that is too long or short, as much as has room."""
    before = _plain(page.text[max(0, link.start - SEEN) : link.start].rpartition("\n")[2]).lstrip()
    after = _plain(page.text[link.end : link.end + SEEN].partition("\n")[0]).rstrip()
    words = _plain(page.text[link.start : min(link.end, link.start + SEEN)])
    words = text.shorten(words, LINK) if len(words) > LINK else words
    if len(before) + len(words) + len(after) <= LONGEST:
        return _joined(before, words, after)
    sentence = _joined(_begun(before), words, _ended(after))
    if SHORTEST <= len(sentence) <= LONGEST:
        return sentence
    return _window(before, words, after)


def says_more(page: Page, link: Element) -> bool:
    """Whether there are words around the link."""
    return len(around(page, link)) > len(page.words_of(link, LINK)) + 10


def _plain(piece: str) -> str:
    return re.sub(r"\s+", " ", text.typed(piece))


def _joined(*pieces: str) -> str:
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


def _begun(before: str) -> str:
    """The beginning of the sentence that the link stands in."""
    ends = [found.end() for found in END.finditer(before) if not before[found.end() :][:1].islower()]
    return before[ends[-1] :] if ends else before


def _ended(after: str) -> str:
    ends = (found.end() for found in END.finditer(after) if not after[found.end() :][:1].islower())
    return after[: next(ends, len(after))]


def _window(before: str, words: str, after: str) -> str:
    """As much as has room, the same on both sides, cut at words."""
    room = LONGEST - len(words)
    left = min(len(before), max(room // 2, room - len(after)))
    right = min(len(after), room - left)
    if left < len(before):
        before = re.sub(r"^\S*\s", "", before[-left - 1 :])[-left:] if left else ""
    if right < len(after):
        after = re.sub(r"\s\S*$", "", after[: right + 1])[:right]
    return _joined(before, words, after)
