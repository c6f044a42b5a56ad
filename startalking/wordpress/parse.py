"""The door for WordPress exports: a WXR file (1.0 to 1.2) as a stream of records.

Pure: no Django, no network, no clock.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from startalking.wordpress import items, terms
from startalking.wordpress.elements import Element, Elements
from startalking.wordpress.problems import ExportError, Notice
from startalking.wordpress.records import Record, Site
from startalking.wordpress.wxr import RawText

NEWEST: Final = (1, 2)
TERMS: Final = {"wp:author", "wp:category", "wp:tag", "wp:term"}


def read(source: Path) -> Iterator[Record]:
    """The records of the export in the order of the file, the site first; notices stand where something
    was noticed.

    Raises `ExportError` where the reading cannot go on; the records before that place have been handed
    over by then.
    """
    try:
        with source.open("rb") as file:
            yield from _Reading(RawText(file)).records()
    except OSError as error:
        raise ExportError("unreadable", reason=error.strerror or str(error)) from error


class _Reading:
    """One pass over one file."""

    def __init__(self, raw: RawText) -> None:
        self._raw = raw
        self._elements = Elements()
        self._about: dict[str, str] = {}
        self._site_given = False

    def records(self) -> Iterator[Record]:
        for text in self._raw:
            self._elements.channel.skipped = self._raw.skipped
            yield from self._fed(text)
        yield from self._notices()
        self._elements.close()
        if not self._site_given:
            yield from self._site(self._elements.channel.line)

    def _fed(self, text: str) -> Iterator[Record]:
        """What `text` completes; an error waits until that has been handed over."""
        failure = None
        try:
            self._elements.feed(text)
        except ExportError as error:
            failure = error
        yield from self._notices()
        for element in self._elements.take():
            yield from self._record(element)
        if failure:
            raise failure

    def _record(self, element: Element) -> Iterator[Record]:
        if element.name != "item" and element.name not in TERMS:
            self._about.setdefault(element.name, element.text.strip())
            return
        if not self._site_given:
            yield from self._site(element.line)
        if element.name == "item":
            yield from items.records(element)
        else:
            yield terms.record(element)

    def _site(self, line: int) -> Iterator[Record]:
        version = self._about.get("wp:wxr_version", "")
        if not version:
            raise ExportError("plain_feed", line=line)
        self._site_given = True
        if _numbers(version) > NEWEST:
            yield Notice("newer_version", line, {"version": version})
        yield Site(
            title=terms.text(self._about.get("title", "")),
            description=terms.text(self._about.get("description", "")),
            base_url=self._about.get("wp:base_blog_url") or self._about.get("link", ""),
            version=version,
            language=self._about.get("language", ""),
        )

    def _notices(self) -> Iterator[Notice]:
        for noticed in (self._raw.notices, self._elements.channel.notices):
            yield from noticed
            noticed.clear()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isascii() and part.isdigit() and len(part) < 9)
