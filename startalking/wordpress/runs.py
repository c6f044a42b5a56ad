"""A run of words and inline markup between two block elements: divided into paragraphs, line ends made
breaks."""

import re
from typing import Final

from startalking.wordpress.conversion import TAG

CARRIED: Final = {
    "a",
    "abbr",
    "b",
    "big",
    "cite",
    "code",
    "del",
    "em",
    "font",
    "i",
    "ins",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "u",
}
"""Inline elements that are closed at the end of a paragraph and opened again in the next."""

MAX_CARRIED: Final = 8
COMMENT: Final = r"<!--(?s:(?!<!--|-->).)*+-->"
NAME: Final = re.compile(r"</?([a-zA-Z][\w:-]*)")
BLANK: Final = re.compile(r"\n[ \t\xa0]*\n\s*")
BREAK: Final = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
SEEN: Final = re.compile(r"<(?:img|audio|video|iframe|object|embed|canvas|svg|input|button|select)\b", re.IGNORECASE)
MARKUP: Final = re.compile(f"{COMMENT}|{TAG}")
ANCHOR: Final = re.compile(r"<[^<>]*\s(?:id|name)=", re.IGNORECASE)
NO_WORD: Final = re.compile(r"(?:\s|&nbsp;|&#160;)*+")


def pieces_of(run: list[str]) -> list[list[str]]:
    """The run divided at blank lines and at double breaks; line ends inside tags are no line ends."""
    pieces: list[list[str]] = [[]]
    for token in run:
        if MARKUP.fullmatch(token):
            if BREAK.fullmatch(token) and _ends_with_break(pieces[-1]):
                pieces.append([])
            else:
                pieces[-1].append(token.replace("\n", " "))
            continue
        first, *others = BLANK.split(token)
        pieces[-1].append(first)
        pieces.extend([other] for other in others)
    return [piece for piece in pieces if "".join(piece).strip()]


def _ends_with_break(piece: list[str]) -> bool:
    """Whether the last thing of `piece` is a line break; if so, it is taken away."""
    place = len(piece) - 1
    while place >= 0 and not piece[place].strip():
        place -= 1
    if place < 0 or not BREAK.fullmatch(piece[place]):
        return False
    del piece[place:]
    return True


def dressed(pieces: list[list[str]], paragraph: str) -> list[str]:
    """Each piece as a paragraph, the first with the tag the author gave it; markup without words gets
    none and stays only where it can be the goal of a link."""
    written = []
    open_tags: list[str] = []
    tag = paragraph or "<p>"
    for piece in pieces:
        before = "".join(open_tags)
        open_tags = _still_open(open_tags, piece)
        after = "".join(f"</{name_of(each)}>" for each in reversed(open_tags))
        text = before + lines("".join(piece)) + after
        if _has_words(text):
            written.append(f"{tag}{text}</p>\n")
            tag = "<p>"
        else:
            written.append(text if ANCHOR.search(text) else "")
    return written


def _still_open(open_tags: list[str], piece: list[str]) -> list[str]:
    result = list(open_tags)
    for token in piece:
        name = name_of(token) if MARKUP.fullmatch(token) else ""
        if name not in CARRIED or token.endswith("/>"):
            continue
        if not token.startswith("</"):
            result.extend([token] if len(result) < MAX_CARRIED else [])
        elif result and name_of(result[-1]) == name:
            result.pop()
    return result


def name_of(tag: str) -> str:
    named = NAME.match(tag)
    return named[1].lower() if named else ""


def _has_words(text: str) -> bool:
    return bool(SEEN.search(text)) or not NO_WORD.fullmatch(MARKUP.sub("", text))


def lines(text: str) -> str:
    """Line ends as breaks, but none beside a break that is there and none at the ends."""
    text = re.sub(r"[ \t]*\n\s*(?=<br\b)", "", text.strip(), flags=re.IGNORECASE)
    return re.sub(r"[ \t]*(?:<br\b[^<>]*>[ \t]*\n|\n)\s*", "<br>\n", text, flags=re.IGNORECASE)
