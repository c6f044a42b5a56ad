"""Paragraphs for classic text: WordPress stores blank lines and makes `<p>` of them when it shows a post.

These are our own rules. Between block elements, a blank line (or two line breaks in a row) ends a
paragraph and a
single line end is a `<br>`. Lists and tables only hold their parts, headings take no paragraphs, `pre`
and its like
stay as they are. No word is ever lost or moved.
"""

import re
from collections import Counter
from typing import Final

from startalking.wordpress.conversion import TAG
from startalking.wordpress.runs import COMMENT, dressed, lines, name_of, pieces_of

FREE: Final = {
    "",
    "address",
    "article",
    "blockquote",
    "body",
    "center",
    "fieldset",
    "footer",
    "form",
    "header",
    "main",
    "nav",
    "noscript",
    "section",
}
"""Here every run of text is a paragraph; the empty name is the text itself, most others do not survive
the cleaning."""
DIVIDED: Final = {"aside", "dd", "details", "div", "figure", "li", "td", "th"}
"""Here text becomes paragraphs only where a blank line divides it."""
PHRASES: Final = {"caption", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary"}
HOLDERS: Final = {
    "audio",
    "colgroup",
    "dl",
    "menu",
    "object",
    "ol",
    "picture",
    "select",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
    "video",
}
VERBATIM: Final = {"iframe", "math", "pre", "script", "style", "svg", "textarea"}
BLOCKS: Final = (FREE | DIVIDED | PHRASES | HOLDERS | VERBATIM) - {""}
EMPTY: Final = {"hr", "col"}


def paragraphs(text: str, *, block_token: str = "") -> str:
    """`text` with its paragraphs. What matches the pattern `block_token` stands between them, like a
    block element."""
    writing = _Writing(re.compile(block_token) if block_token else None)
    pattern = f"({COMMENT}|{TAG}{'|' + block_token if block_token else ''})"
    for place, token in enumerate(re.split(pattern, text)):
        if place % 2:
            writing.markup(token)
        elif token:
            writing.words(token)
    return writing.finished()


class _Writing:
    """The text so far, the elements open at its end, and the run of words and inline markup not yet
    written."""

    def __init__(self, block_token: re.Pattern[str] | None) -> None:
        self._out: list[str] = []
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()
        self._run: list[str] = []
        self._paragraph = ""
        self._block_token = block_token

    def words(self, text: str) -> None:
        if self._within in VERBATIM:
            self._out.append(text)
        else:
            self._run.append(text.replace("<", "&lt;"))

    def markup(self, token: str) -> None:
        name = name_of(token)
        closing = token.startswith("</")
        if self._within in VERBATIM:
            self._out.append(token)
            if closing and name == self._within:
                self._pop(name)
        elif name == "p":
            self._flush()
            self._paragraph = "" if closing else token
        elif name in BLOCKS:
            self._block(token, name, closing=closing)
        elif name in EMPTY or (self._block_token and self._block_token.fullmatch(token)):
            self._flush()
            self._line(token)
        else:
            self._run.append(token)

    def finished(self) -> str:
        self._flush()
        return "".join(self._out).strip("\n")

    @property
    def _within(self) -> str:
        return self._open[-1] if self._open else ""

    def _block(self, token: str, name: str, *, closing: bool) -> None:
        self._flush()
        if closing:
            self._pop(name)
            self._out.append(token + "\n")
            return
        self._line(token)
        self._open.append(name)
        self._counts[name] += 1

    def _pop(self, name: str) -> None:
        if not self._counts[name]:
            return
        while self._open:
            last = self._open.pop()
            self._counts[last] -= 1
            if last == name:
                return

    def _line(self, token: str) -> None:
        """A block's opening; a line of its own where no words may follow it directly."""
        name = name_of(token)
        self._out.append(token if name in BLOCKS - HOLDERS else token + "\n")

    def _flush(self) -> None:
        run, self._run = self._run, []
        paragraph, self._paragraph = self._paragraph, ""
        if not any(token.strip() for token in run):
            return
        within = self._within
        if within in HOLDERS:
            self._out.extend(run)
            return
        pieces = pieces_of(run)
        if paragraph or within in FREE or (within in DIVIDED and len(pieces) > 1):
            self._out.append("".join(dressed(pieces, paragraph)))
        else:
            self._out.append(lines("\n".join("".join(piece) for piece in pieces)))
