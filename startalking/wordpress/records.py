"""What a WordPress export holds, as frozen records.

Times are aware and in UTC; names and titles are text, not markup.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from startalking.wordpress.problems import Notice


@dataclass(frozen=True)
class Site:
    title: str
    description: str
    base_url: str
    version: str
    language: str


@dataclass(frozen=True)
class Author:
    login: str
    email: str
    name: str


@dataclass(frozen=True)
class Category:
    slug: str
    name: str
    parent_slug: str
    description: str
    term_id: int


@dataclass(frozen=True)
class Tag:
    slug: str
    name: str
    description: str
    term_id: int


@dataclass(frozen=True)
class Term:
    """A term of any other taxonomy; menus (`nav_menu`) are among them. Also repeats categories and tags
    at times."""

    taxonomy: str
    slug: str
    name: str
    parent_slug: str
    description: str
    term_id: int


@dataclass(frozen=True)
class TermUse:
    """A term as an item names it; old exports give no slug."""

    taxonomy: str
    slug: str
    name: str


@dataclass(frozen=True)
class Comment:
    """A comment or linkback. Its sender's network address is never read."""

    id: int
    parent_id: int | None
    author: str
    email: str
    url: str
    date: datetime | None
    content: str
    approved: str
    type: str
    user_id: int
    line: int


@dataclass(frozen=True)
class Post:
    """An item of any kind. `content` and `excerpt` are WordPress' markup, `slug` is decoded and may be
    empty."""

    kind: str
    id: int
    title: str
    link: str
    slug: str
    status: str
    published_at: datetime | None
    modified_at: datetime | None
    creator: str
    parent_id: int | None
    menu_order: int
    content: str
    excerpt: str
    password: str
    sticky: bool
    comment_status: str
    ping_status: str
    terms: tuple[TermUse, ...]
    thumbnail_id: int | None
    metas: Mapping[str, str]
    old_slugs: tuple[str, ...]
    attachment_url: str
    comments: tuple[Comment, ...]
    guid: str
    line: int

    @property
    def category_slugs(self) -> tuple[str, ...]:
        return self.slugs_of("category")

    @property
    def tag_slugs(self) -> tuple[str, ...]:
        return self.slugs_of("post_tag")

    def slugs_of(self, taxonomy: str) -> tuple[str, ...]:
        return tuple(term.slug for term in self.terms if term.taxonomy == taxonomy and term.slug)


POST: Final = "post"
PAGE: Final = "page"
ATTACHMENT: Final = "attachment"
MENU_ENTRY: Final = "nav_menu_item"
"""The kinds of items with a home here; every other `kind` (a plugin's, `revision`, `wp_block`...) has
none."""


@dataclass(frozen=True)
class MenuEntry:
    """An entry of a menu. `kind` is `post_type`, `taxonomy` or `custom`.

    `object` and `object_id` name the goal, for `custom` it is `url`.
    """

    id: int
    menu_slug: str
    parent_id: int | None
    position: int
    title: str
    kind: str
    object: str
    object_id: int | None
    url: str


def menu_entry(post: Post) -> MenuEntry:
    """The facts of a `MENU_ENTRY` item, out of its metas. An empty title means: that of the goal."""
    return MenuEntry(
        id=post.id,
        menu_slug=next(iter(post.slugs_of("nav_menu")), ""),
        parent_id=number(post.metas.get("_menu_item_menu_item_parent", "")) or None,
        position=post.menu_order,
        title=post.title,
        kind=post.metas.get("_menu_item_type", ""),
        object=post.metas.get("_menu_item_object", ""),
        object_id=number(post.metas.get("_menu_item_object_id", "")) or None,
        url=post.metas.get("_menu_item_url", ""),
    )


def number(text: str) -> int:
    """A number out of an export; 0 where there is none, as WordPress itself reads it."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.lstrip("-").isdigit() and len(digits) <= 18 else 0


Record = Site | Author | Category | Tag | Term | Post | Notice
