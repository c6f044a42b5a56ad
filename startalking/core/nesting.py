"""How deep elements stand in each other. Parsers take time in proportion to the square of it. Pure."""

import re
from collections.abc import Iterator
from typing import Final

DEEPEST: Final = 1000
"""Far beyond what anybody writes, list items that nobody closed included."""

COUNTED: Final = re.compile(
    r"<(/?)(?!(?:p|area|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)[a-z][^<>]*>", re.IGNORECASE
)
"""Elements that hold others; paragraphs hold none of their kind."""


def shallow(markup: str) -> str:
    """`markup` without the tags of elements that stand deeper than `DEEPEST`; their words stay."""
    if sum(1 for _tag in COUNTED.finditer(markup)) <= DEEPEST:
        return markup
    return "".join(_kept(markup))


def _kept(markup: str) -> Iterator[str]:
    depth = at = 0
    for tag in COUNTED.finditer(markup):
        yield markup[at : tag.start()]
        at = tag.end()
        if not tag[1]:
            depth += 1
        if depth <= DEEPEST:
            yield tag[0]
        if tag[1]:
            depth = max(0, depth - 1)
    yield markup[at:]
