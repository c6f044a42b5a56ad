"""The tags, comments and words of an HTML page in their order (HTML Standard, section 13.2.5). All can be read."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from html.entities import html5
from typing import Final, NamedTuple, TypeAlias

RAW: Final = {"iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"}
"""Elements in which nothing counts as a tag but their own end."""

ENDS: Final = {name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in RAW}

SCRIPT: Final = re.compile(r"<!--|-->|</?script(?=[\t\n\f\r />])", re.IGNORECASE)

# fmt: off
ATTRIBUTES: Final = {
    "alt", "cite", "class", "content", "datetime", "href", "name", "property", "rel", "src", "title", "value",
}
# fmt: on
"""Those that anybody here asks for."""

BEGIN: Final = re.compile(r"<(?=[a-zA-Z/!?])")
END_NAME: Final = re.compile(r"/([a-zA-Z][^\t\n\f\r />]*)")
NAME: Final = re.compile(r"[a-zA-Z][^\t\n\f\r />]*")
ATTRIBUTE: Final = re.compile(
    r"""[\t\n\f\r /]*+ (?:
        (?P<end> > | \Z)
      | (?P<name> =? [^\t\n\f\r />=]*+)
        (?: [\t\n\f\r ]*+ = [\t\n\f\r ]*+
            (?: "(?P<double>[^"]*+)(?:"|\Z) | '(?P<single>[^']*+)(?:'|\Z) | (?P<bare>[^\t\n\f\r >]*+) )
        )?
    )""",
    re.VERBOSE,
)
COMMENT_END: Final = re.compile(r"--!?>")
REFERENCE: Final = re.compile(
    r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|(?P<name>[a-zA-Z][a-zA-Z0-9]{1,31}(?:;|(?![a-zA-Z0-9=]))))"
)


class Words(NamedTuple):
    """Text between tags; `holder` is the element, where it is one in which tags do not count."""

    text: str
    holder: str = ""


class Comment(NamedTuple):
    text: str


class Start(NamedTuple):
    """Names are in lower case; an attribute without a value is empty."""

    name: str
    attributes: Mapping[str, str]


class End(NamedTuple):
    name: str


Token: TypeAlias = Words | Comment | Start | End


def tokens(markup: str) -> Iterator[Token]:
    """What a page consists of, in time in proportion to its length."""
    return _Reading(markup).tokens()


def unescaped(text: str) -> str:
    """`text` with its entities resolved; in addresses, `&copy=` is a parameter and no sign."""
    return REFERENCE.sub(_sign, text) if "&" in text else text


def _sign(found: re.Match[str]) -> str:
    name = found["name"]
    return unescape(found[0]) if name is None or name in html5 else found[0]


class _Reading:
    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._at = 0

    def tokens(self) -> Iterator[Token]:
        while begun := BEGIN.search(self._markup, self._at):
            if begun.start() > self._at:
                yield Words(unescaped(self._markup[self._at : begun.start()]))
            self._at = begun.end()
            yield from self._opened()
        if self._at < len(self._markup):
            yield Words(unescaped(self._markup[self._at :]))

    def _opened(self) -> Iterator[Token]:
        """What a `<` has begun."""
        if self._markup.startswith("!--", self._at):
            yield self._comment()
        elif name := NAME.match(self._markup, self._at):
            yield from self._start(name)
        elif name := END_NAME.match(self._markup, self._at):
            self._at = name.end()
            if self._attributes() is not None:
                yield End(name[1].lower())
        else:
            end = self._markup.find(">", self._at)
            self._at = end + 1 if end >= 0 else len(self._markup)

    def _comment(self) -> Comment:
        start = self._at + 3
        found = COMMENT_END.search(self._markup, self._at + 1)
        self._at = found.end() if found else len(self._markup)
        return Comment(self._markup[start : found.start() if found else None])

    def _start(self, written: re.Match[str]) -> Iterator[Token]:
        self._at = written.end()
        name, attributes = written[0].lower(), self._attributes()
        if attributes is None:
            return
        yield Start(name, attributes)
        is_empty_picture_title = name == "title" and self._markup.startswith("/>", self._at - 2)
        if name in RAW and not is_empty_picture_title:
            yield from self._raw(name)

    def _raw(self, name: str) -> Iterator[Token]:
        start, self._at = self._at, self._end_of_script() if name == "script" else self._end_of(name)
        yield Words(unescaped(self._markup[start : self._at]), holder=name)

    def _end_of(self, name: str) -> int:
        end = ENDS[name].search(self._markup, self._at)
        return end.start() if end else len(self._markup)

    def _end_of_script(self) -> int:
        """A script within a comment within a script does not end the latter (sections 13.2.5.18 to 31)."""
        at, depth = self._at, 0
        while found := SCRIPT.search(self._markup, at):
            sign, at = found[0].lower(), found.end()
            if sign == "</script" and depth < 2:
                return found.start()
            if sign == "<!--":
                at -= 2  # these may be the dashes of its end as well
            depth = {"<!--": max(depth, 1), "-->": 0, "<script": 2 if depth else 0, "</script": 1}[sign]
        return len(self._markup)

    def _attributes(self) -> dict[str, str] | None:
        """The attributes of the tag that has begun, up to its end; None where the page ends before it."""
        attributes: dict[str, str] = {}
        while found := ATTRIBUTE.match(self._markup, self._at):
            self._at = found.end()
            if found["end"] is not None:
                return attributes if found["end"] else None
            name = found["name"].lower()
            if name in ATTRIBUTES and name not in attributes:
                attributes[name] = unescaped(found["double"] or found["single"] or found["bare"] or "")
        return None
