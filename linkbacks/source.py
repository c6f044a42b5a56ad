"""The source of a linkback, once it was fetched: whether it links to us, and what it says. Pure.

All that comes out is plain text of bounded length without control characters, and addresses of http or https.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from linkbacks import addresses
from linkbacks.protocols import Refusal
from linkbacks.reading import microformats, sentence
from linkbacks.reading import page as pages
from linkbacks.reading.microformats import Author, Kind, Place
from linkbacks.reading.page import LONGEST, Element, Page
from startalking.core import text

MOST_LINKS: Final = 20_000
"""Different addresses on a page that are compared."""

MOST_PLACES: Final = 20
"""Links to us on one page that are looked at closely."""

NO_LINKS: Final = {"base", "embed", "script"}


@dataclass(frozen=True)
class Mention:
    """What a page that links to us says. `target` is the one of the given addresses that was found.

    `excerpt` are the words around the link, `content` those of the whole entry, where it is marked as one.
    """

    target: str
    kind: Kind = Kind.MENTION
    title: str = ""
    site_name: str = ""
    excerpt: str = ""
    author: Author = field(default_factory=Author)
    published: datetime | None = None
    content: str = ""


@dataclass(frozen=True)
class _Found:
    link: Element
    target: str
    place: Place

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Smaller is more telling: what the page itself says comes before comments on it, an entry before what stands
        around it, a reply before a mere mention.
        """
        entry = self.place.entry
        return (entry is not None and microformats.is_nested(entry), entry is None, [*Kind].index(self.place.kind))


def read_source(html: str, base_url: str, targets: Collection[str]) -> Mention | None:
    """What the page at `base_url` says of `targets`, the absolute addresses of one page of ours. None without a link.

    If it links there several times, the most telling place gives the kind, the author and the dates: the page's own
    entry before comments in it, then a reply before a repost, like, bookmark and mention, then the first. The excerpt
    is taken from the first link of the same entry that has words around it.
    """
    page = pages.read(html, base_url)
    found = [_Found(link, target, microformats.place_of(link)) for link, target in _links_to(page, targets)]
    if not found:
        return None
    best = min(found, key=lambda one: one.rank)
    return _mention(page, best, [one.link for one in found if one.place.entry is best.place.entry])


def _links_to(page: Page, targets: Collection[str]) -> Iterator[tuple[Element, str]]:
    meant = {_meaning(target): target for target in targets}
    base, known, places = page.base, dict[str, str](), 0
    for element in page.elements:
        written = element.address
        if not written or len(written) > LONGEST or not _is_link(element):
            continue
        if written not in known and len(known) < MOST_LINKS:
            known[written] = _meaning(addresses.resolved(base, written))
        meaning = known.get(written)
        if meaning and meaning in meant and (places := places + 1) <= MOST_PLACES:
            yield element, meant[meaning]


def _is_link(element: Element) -> bool:
    """What stands in the head is for machines, unless a microformat makes it a statement."""
    if element.name == "link":
        return any(name in microformats.KINDS for name in element.classes)
    return element.name not in NO_LINKS


def _meaning(address: str) -> str:
    try:
        return addresses.meaning(address) if address else ""
    except Refusal:
        return ""


def _mention(page: Page, found: _Found, links: list[Element]) -> Mention:
    entry = found.place.entry
    speaking = next((link for link in links if sentence.says_more(page, link)), found.link)
    of_page = entry is None or not microformats.is_nested(entry)
    dated = microformats.published(page, entry) if entry else None
    return Mention(
        target=found.target,
        kind=found.place.kind,
        title=(microformats.title_of(page, entry) if entry else "") or _title(page),
        site_name=_line(page.meta("og:site_name", "application-name")),
        excerpt=sentence.around(page, speaking),
        author=microformats.author_of(page, entry) if entry else Author(),
        published=dated or (microformats.moment(page.meta("article:published_time")) if of_page else None),
        content=microformats.content_of(page, entry) if entry else "",
    )


def _title(page: Page) -> str:
    return _line(page.meta("og:title")) or _line(page.title)


def _line(said: str) -> str:
    return text.shorten(text.typed(said[: 4 * microformats.TITLE]), microformats.TITLE)
