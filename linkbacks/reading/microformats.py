"""What a page says of itself in microformats 2, and in hAtom and hCard, which many themes still write.

The author of an entry is looked for where https://indieweb.org/authorship-spec says, but on this page only, and nobody
else is ever taken for him.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from linkbacks import addresses
from linkbacks.reading.page import LONGEST, Element, Page

MOST_SEEN: Final = 5_000
"""Elements within an entry that are looked at."""

NAME: Final = 100
TITLE: Final = 250
CONTENT: Final = 5_000

ENTRIES: Final = {"h-entry", "hentry", "h-event", "h-review", "h-recipe", "h-cite"}
FEEDS: Final = {"h-feed", "hfeed"}
ROOTS: Final = ENTRIES | FEEDS | {"h-card", "vcard", "h-adr", "h-geo", "h-item", "h-product", "h-resume"}
RESPONSES: Final = {"p-comment", "u-comment", "p-like", "u-like", "p-repost", "u-repost"}
"""What others said of an entry, shown below it."""

AUTHORS: Final = {"p-author", "u-author"}


class Kind(StrEnum):
    """Kinds of responses, the more telling ones first."""

    REPLY = "reply"
    REPOST = "repost"
    LIKE = "like"
    BOOKMARK = "bookmark"
    MENTION = "mention"


KINDS: Final = {
    "u-in-reply-to": Kind.REPLY,
    "u-repost-of": Kind.REPOST,
    "u-like-of": Kind.LIKE,
    "u-bookmark-of": Kind.BOOKMARK,
}


@dataclass(frozen=True)
class Author:
    """A name, and addresses, of which `photo` is not to be shown from where it lies. Each may be empty."""

    name: str = ""
    url: str = ""
    photo: str = ""


@dataclass(frozen=True)
class Place:
    """Where a link stands: in which entry, if in any, and as what."""

    kind: Kind
    entry: Element | None


def place_of(link: Element) -> Place:
    """The innermost entry around a link. What is cited in an entry is a part of it, a comment in it is none."""
    kind = Kind.MENTION
    for element in (link, *link.ancestors()):
        classes = set(element.classes)
        told = next((KINDS[name] for name in element.classes if name in KINDS), None)
        kind = told if told and kind is Kind.MENTION else kind
        if told is None and _is_entry(classes):
            return Place(kind, element)
    return Place(Kind.MENTION, None)


def is_nested(entry: Element) -> bool:
    """Whether an entry is part of another one, as comments are."""
    return any(not ENTRIES.isdisjoint(element.classes) for element in entry.ancestors())


def is_only_one(page: Page, entry: Element) -> bool:
    """Whether the whole page is about this entry."""
    found = (one for one in page.elements if _is_entry(set(one.classes)) and not is_nested(one))
    return next(found, None) is entry and next(found, None) is None


def author_of(page: Page, entry: Element) -> Author:
    """Whoever is named in the entry, in its feed, or for the whole page, if that has one entry only."""
    for holder in (entry, *_feeds_of(entry)):
        author = next(_of(page, holder, AUTHORS, {"author"}), None)
        if author is not None:
            return _card(page, author)
    return _author_of_page(page) if is_only_one(page, entry) else Author()


def title_of(page: Page, entry: Element) -> str:
    """The name it bears; notes have none, their text is marked as the name, too."""
    for name in _of(page, entry, {"p-name"}, {"entry-title"}):
        if {"e-content", "p-content", "p-summary", "entry-content"}.isdisjoint(name.classes):
            return page.words_of(name, TITLE)
    return ""


def content_of(page: Page, entry: Element) -> str:
    """The words of the entry itself, as one line."""
    content = next(_of(page, entry, {"e-content", "p-content"}, {"entry-content"}), None)
    return page.words_of(content, CONTENT) if content else ""


def published(page: Page, entry: Element) -> datetime | None:
    for date in _of(page, entry, {"dt-published"}, {"published"}):
        said = date.attributes.get("datetime") or date.attributes.get("title") or date.attributes.get("value")
        if found := moment(said or page.words_of(date, 40)):
            return found
    return None


def moment(said: str) -> datetime | None:
    """A date as ISO 8601 writes it; without a zone, UTC is meant. None for all others."""
    try:
        found = datetime.fromisoformat(said.strip()[:40])
    except ValueError:
        return None
    if not 1970 < found.year < 9000:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _is_entry(classes: set[str]) -> bool:
    if ENTRIES.isdisjoint(classes):
        return False
    return "h-cite" not in classes or not RESPONSES.isdisjoint(classes)


def _feeds_of(entry: Element) -> Iterator[Element]:
    """The feed that an entry is an item of."""
    owner = _owner(entry)
    if owner is not None and not FEEDS.isdisjoint(owner.classes):
        yield owner


def _owner(element: Element) -> Element | None:
    """What a property belongs to: the innermost thing around it."""
    return next((one for one in element.ancestors() if not ROOTS.isdisjoint(one.classes)), None)


def _of(page: Page, root: Element, names: set[str], former: Iterable[str] = ()) -> Iterator[Element]:
    """The properties of these names that belong to `root` itself; the names of former days count in former things."""
    is_former = not {"hentry", "hfeed", "vcard"}.isdisjoint(root.classes)
    wanted = names | set(former) if is_former else names
    for _number, element in zip(range(MOST_SEEN), page.within(root), strict=False):
        if not wanted.isdisjoint(element.classes) and _owner(element) is root:
            yield element


def _card(page: Page, author: Element) -> Author:
    """What an author's own element says of him, whether it is a card, a link or a mere name."""
    if {"h-card", "vcard"}.isdisjoint(author.classes):
        inner = next((one for one in page.within(author) if "h-card" in one.classes), None)
        if inner is not None:
            return _card(page, inner)
        return Author(page.words_of(author, NAME), _address(page, author if author.name == "a" else None))
    parts = [*_first(page.within(author), MOST_SEEN)]
    links = [one for one in (author, *parts) if one.name == "a" and "href" in one.attributes]
    pictures = [one for one in (author, *parts) if one.name == "img"]
    name = next(_of(page, author, {"p-name"}, {"fn"}), author)
    url = next(_of(page, author, {"u-url"}, {"url"}), links[0] if len(links) == 1 else None)
    photo = next(_of(page, author, {"u-photo"}, {"photo"}), pictures[0] if len(pictures) == 1 else None)
    return Author(page.words_of(name, NAME), _address(page, url), _address(page, photo))


def _author_of_page(page: Page) -> Author:
    """Who is linked as the author of the page, with the name on his card, if there is one, or on the link."""
    link = next((one for one in page.elements if one.name in {"a", "link"} and "author" in one.rels), None)
    url = _address(page, link)
    if link is None or not url:
        return Author()
    cards = (one for one in page.elements if not {"h-card", "vcard"}.isdisjoint(one.classes))
    for card in _first(cards, 20):
        author = _card(page, card)
        if author.url == url:
            return author
    return Author(page.words_of(link, NAME), url)


def _first(elements: Iterable[Element], count: int) -> Iterator[Element]:
    return (element for _number, element in zip(range(count), elements, strict=False))


def _address(page: Page, element: Element | None) -> str:
    """The page or picture that an element refers to; empty for none."""
    if element is None or len(element.address) > LONGEST:
        return ""
    address = addresses.resolved(page.base, element.address) if element.address else ""
    return address if len(address) <= LONGEST else ""
