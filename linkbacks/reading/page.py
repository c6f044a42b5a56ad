"""A page elsewhere: its words as one text, and its elements with the places where their words stand in it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from linkbacks import addresses
from linkbacks.reading.markup import Comment, End, Start, Words, tokens
from startalking.core import text

LARGEST: Final = 1_000_000
MOST_TAGS: Final = 60_000
"""Far more than any page of a megabyte that somebody reads; what comes behind them is not looked at."""

DEEPEST: Final = 200
LONGEST: Final = 2000
"""Characters of an address."""

# fmt: off
BLOCKS: Final = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "search", "section",
    "select", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}
# fmt: on
VOID: Final = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN: Final = {"noscript", "template"}
"""Elements whose content nobody sees."""

CELLS: Final = frozenset({"td", "th"})
ENDED: Final[Mapping[str, frozenset[str]]] = {
    "dd": frozenset({"dd", "dt"}),
    "dt": frozenset({"dd", "dt"}),
    "li": frozenset({"li"}),
    "option": frozenset({"option"}),
    "td": CELLS,
    "th": CELLS,
    "tr": CELLS | {"tr"},
}
"""Elements that the beginning of another one ends; beyond these, any block ends a paragraph."""


@dataclass(slots=True, eq=False)
class Element:
    """`start` and `end` are places in the text of the page; what stands within it are the elements number `number + 1`
    up to, but without, number `after`.
    """

    name: str
    attributes: Mapping[str, str]
    parent: "Element | None"
    number: int
    start: int
    end: int = -1
    after: int = -1

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def rels(self) -> list[str]:
        return self.attributes.get("rel", "").lower().split()

    @property
    def address(self) -> str:
        """What it refers to, as written."""
        return next((self.attributes[name] for name in ("href", "src", "cite") if name in self.attributes), "")

    def ancestors(self) -> Iterator["Element"]:
        element = self.parent
        while element is not None:
            yield element
            element = element.parent


@dataclass
class Page:
    """`text` has a line end at each border of a block, and only there. Elements and comments stand in their order."""

    url: str
    text: str = ""
    title: str = ""
    elements: list[Element] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        """The address that others on the page are relative to."""
        for element in self.elements:
            if element.name == "base" and "href" in element.attributes:
                return addresses.resolved(self.url, element.address) or self.url
        return self.url

    def within(self, element: Element) -> Iterator[Element]:
        return (self.elements[number] for number in range(element.number + 1, element.after))

    def words_of(self, element: Element, length: int) -> str:
        """The text of an element as one line, cut at a word."""
        piece = text.typed(self.text[element.start : min(element.end, element.start + 4 * length)])
        return text.shorten(piece, length)

    def meta(self, *names: str) -> str:
        """The content of the first of the meta elements of these names, the more wanted names first."""
        said: dict[str, str] = {}
        for element in self.elements:
            if element.name == "meta":
                name = element.attributes.get("property") or element.attributes.get("name") or ""
                said.setdefault(name.lower(), element.attributes.get("content", ""))
        return next((said[name] for name in names if said.get(name)), "")


def read(markup: str, url: str) -> Page:
    """What stands at `url`. Takes time in proportion to the length, of which a million characters are looked at."""
    return _Building(url).read(markup[:LARGEST])


class _Building:
    """One pass over a page: what is open now, and what was seen so far."""

    def __init__(self, url: str) -> None:
        self._page = Page(url)
        self._pieces: list[str] = []
        self._length = 0
        self._open: list[Element] = []
        self._names: Counter[str] = Counter()
        self._unseen = 0
        self._link: Element | None = None

    def read(self, markup: str) -> Page:
        page, count = self._page, 0
        for token in tokens(markup):
            if isinstance(token, Words):
                self._say(token)
            elif isinstance(token, Comment):
                page.comments.append(token.text)
            elif self._unseen or token.name in UNSEEN:
                self._pass(token)
            elif isinstance(token, End):
                self._end(token.name)
            elif (count := count + 1) > MOST_TAGS:
                break
            else:
                self._start(token)
        while self._open:
            self._close()
        page.text = "".join(self._pieces)
        return page

    def _pass(self, token: Start | End) -> None:
        """Within what nobody sees only its own end counts."""
        if token.name in UNSEEN:
            self._unseen = max(0, self._unseen + (1 if isinstance(token, Start) else -1))

    def _say(self, words: Words) -> None:
        if self._unseen:
            return
        if not words.holder:
            self._add(re.sub(r"\s+", " ", words.text))
        elif words.holder == "title" and not self._page.title and not self._names["svg"]:
            self._page.title = words.text

    def _add(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    def _start(self, tag: Start) -> None:
        self._make_room(tag.name)
        parent = self._open[-1] if self._open else None
        element = Element(tag.name, tag.attributes, parent, len(self._page.elements), self._length)
        self._page.elements.append(element)
        if tag.name in VOID or len(self._open) >= DEEPEST:
            self._add({"img": f" {' '.join(tag.attributes.get('alt', '').split())} ", "br": " "}.get(tag.name, ""))
            element.end, element.after = self._length, element.number + 1
            return
        self._open.append(element)
        self._names[tag.name] += 1
        if tag.name == "a":
            self._end_link()
            self._link = element

    def _make_room(self, name: str) -> None:
        """End what ends where `name` begins."""
        ended = ENDED.get(name, frozenset())
        while self._open and self._open[-1].name in ended:
            self._close()
        if name in BLOCKS:
            if self._open and self._open[-1].name == "p":
                self._close()
            self._add("\n")

    def _end(self, name: str) -> None:
        if self._names[name]:
            while self._close() != name:
                pass
        elif name in BLOCKS:
            self._add("\n")

    def _close(self) -> str:
        element = self._open.pop()
        self._names[element.name] -= 1
        element.after = len(self._page.elements)
        if element.end < 0:
            element.end = self._length
        if element.name in BLOCKS:
            self._add("\n")
        return element.name

    def _end_link(self) -> None:
        """Links do not hold each other: where one begins, the words of the other have ended."""
        if self._link is not None and self._link.end < 0:
            self._link.end = self._length
