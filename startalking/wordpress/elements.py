"""The XML of an export as small trees, one for each child of its channel.

Never more of the file is in memory than one item.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DTDForbidden, EntitiesForbidden, ExternalReferenceForbidden
from defusedxml.expatreader import DefusedExpatParser

from startalking.wordpress.problems import ExportError, Notice

NAMESPACES: Final = (
    (re.compile(r"wordpress\.org/export/[\d.]+/excerpt/?$"), "excerpt"),
    (re.compile(r"wordpress\.org/export/[\d.]+/?$"), "wp"),
    (re.compile(r"/modules/content/?$"), "content"),
    (re.compile(r"/dc/elements/[\d.]+/?$"), "dc"),
)
UNDERSTOOD: Final = {"excerpt", "wp", "content", "dc"}
NEVER_READ: Final = {"wp:comment_author_IP", "wp:commentmeta"}
CHANNEL_DEPTH: Final = 2


@dataclass(slots=True)
class Element:
    """An element under the name `prefix:local` that WordPress would give it, whatever prefix the file
    uses."""

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def first(self, name: str) -> str:
        """The text of the first child of that name, without white space around it."""
        return next((child.text.strip() for child in self.children if child.name == name), "")

    def all(self, name: str) -> list["Element"]:
        return [child for child in self.children if child.name == name]


class Names:
    """Turns the names of a file into WordPress' own, by the namespaces in force.

    An undeclared prefix is taken at its word.
    """

    def __init__(self) -> None:
        self.undeclared: set[str] = set()
        self._scopes: list[dict[str, str]] = [{"xml": "xml"}]

    def enter(self, attributes: dict[str, str]) -> None:
        declared = {
            name.partition(":")[2]: _role(address)
            for name, address in attributes.items()
            if name == "xmlns" or name.startswith("xmlns:")
        }
        self._scopes.append({**self._scopes[-1], **declared} if declared else self._scopes[-1])

    def leave(self) -> None:
        self._scopes.pop()

    def own(self, name: str) -> str:
        prefix, colon, local = name.rpartition(":")
        role = self._scopes[-1].get(prefix)
        if role is None and colon:
            self.undeclared.add(prefix)
            role = prefix if prefix in UNDERSTOOD else "other"
        return f"{role}:{local}" if role else local


class Channel(ContentHandler):
    """Collects finished children of the channel in `done`. `locate` tells the parser's line."""

    def __init__(self, locate: Callable[[], int | None]) -> None:
        super().__init__()
        self._locate = locate
        self.done: list[Element] = []
        self.notices: list[Notice] = []
        self.skipped = 0
        self.depth = 0
        self.ended = False
        self._names = Names()
        self._open: list[tuple[Element, list[str]]] = []

    @property
    def line(self) -> int:
        """The line of the file the parser stands in."""
        return (self._locate() or 1) + self.skipped

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 (the name is SAX's)
        attributes = dict(attrs.items())
        self._names.enter(attributes)
        own = self._own(name)
        if self.depth == 0 and own != "rss":
            raise ExportError("not_an_export", line=self.line)
        if self._open or (self.depth == CHANNEL_DEPTH):
            element = Element(own, attributes, self.line)
            if self._open:
                self._open[-1][0].children.append(element)
            self._open.append((element, []))
        self.depth += 1

    def characters(self, content: str) -> None:
        if self._open and self._open[-1][0].name not in NEVER_READ:
            self._open[-1][1].append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 (the name is SAX's)
        self._names.leave()
        self.depth -= 1
        self.ended = self.depth == 0
        if self._open:
            element, parts = self._open.pop()
            element.text = "".join(parts)
            if not self._open:
                self.done.append(element)

    def _own(self, name: str) -> str:
        known = len(self._names.undeclared)
        own = self._names.own(name)
        if len(self._names.undeclared) > known:
            self.notices.append(Notice("undeclared_prefix", self.line, {"prefix": name.rpartition(":")[0]}))
        return own


class Elements:
    """Feed it text, take finished elements. Everything the parser can complain about becomes an
    `ExportError`."""

    def __init__(self) -> None:
        self._parser = DefusedExpatParser(forbid_dtd=True)
        self.channel = Channel(self._parser.getLineNumber)
        self._parser.setContentHandler(self.channel)

    def feed(self, text: str) -> None:
        if self.channel.ended and not text.strip():
            return
        try:
            self._parser.feed(text)
        except (DTDForbidden, EntitiesForbidden, ExternalReferenceForbidden) as error:
            raise ExportError("dtd", line=self.channel.line) from error
        except SAXParseException as error:
            self._complain(error)

    def close(self) -> None:
        """No more text: raises `ExportError` when the file has not come to its end."""
        if not self.channel.ended:
            code = "truncated" if self.channel.depth else "not_an_export"
            raise ExportError(code, line=self.channel.line)

    def take(self) -> list[Element]:
        done, self.channel.done = self.channel.done, []
        return done

    def _complain(self, error: SAXParseException) -> None:
        line = (error.getLineNumber() or 1) + self.channel.skipped
        if self.channel.ended:
            if not any(notice.code == "trailing_text" for notice in self.channel.notices):
                self.channel.notices.append(Notice("trailing_text", line))
            return
        if self.channel.depth == 0:
            raise ExportError("not_an_export", line=line) from error
        raise ExportError("malformed", line=line, reason=str(error.getMessage())) from error


def _role(address: str) -> str:
    return next((role for pattern, role in NAMESPACES if pattern.search(address)), "other")
