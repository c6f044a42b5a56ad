"""What has to be known of a whole export before its texts are taken over: where everything was, and who is whose
parent.

Pure. Holds no text of a post: an export of 30 MB leaves a few megabytes here.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from startalking.wordpress import records
from startalking.wordpress.problems import Notice
from startalking.wordpress.records import Author, Category, MenuEntry, Post, Record, Site, Tag, Term, TermUse


@dataclass(frozen=True)
class Sketch:
    """A post or page without its text."""

    kind: str
    id: int
    slug: str
    link: str
    status: str
    published_at: datetime | None
    written_at: datetime | None
    parent_id: int | None


@dataclass(frozen=True)
class Attachment:
    id: int
    title: str
    caption: str
    alt: str
    url: str
    link: str
    file: str
    details: str
    parent_id: int | None
    comments: tuple[int, ...]


@dataclass
class Survey:
    site: Site | None = None
    authors: dict[str, Author] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    menus: dict[str, str] = field(default_factory=dict)
    """The names of menus by their slugs."""
    terms: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Kind and slug of categories and tags by their numbers."""
    other_terms: list[Term] = field(default_factory=list)
    sketches: dict[int, Sketch] = field(default_factory=dict)
    attachments: dict[int, Attachment] = field(default_factory=dict)
    entries: dict[tuple[str, int], MenuEntry] = field(default_factory=dict)
    """By menu and number: some blogs have one number in several menus."""
    others: list[tuple[int, str, str]] = field(default_factory=list)
    """Number, kind and title of what has no home here."""
    repeated: list[tuple[int, str, str]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)

    def add(self, record: Record) -> None:
        match record:
            case Site():
                self.site = record
            case Author():
                self.authors.setdefault(record.login, record)
            case Category() | Tag() | Term():
                self._term(record)
            case Notice():
                self.notices.append(record)
            case Post():
                self._item(record)

    def _term(self, record: Category | Tag | Term) -> None:
        match record:
            case Category():
                self._category(record)
            case Tag():
                self._tag(record)
            case Term(taxonomy="nav_menu"):
                self.menus.setdefault(record.slug, record.name or record.slug)
            case Term(taxonomy="category"):
                given = (record.slug, record.name, record.parent_slug, record.description, record.term_id)
                self._category(Category(*given))
            case Term(taxonomy="post_tag"):
                self._tag(Tag(record.slug, record.name, record.description, record.term_id))
            case Term():
                self.other_terms.append(record)

    def _category(self, record: Category) -> None:
        if record.slug:
            self.categories.setdefault(record.slug, record)
            self.terms.setdefault(record.term_id, ("category", record.slug))

    def _tag(self, record: Tag) -> None:
        if record.slug:
            self.tags.setdefault(record.slug, record)
            self.terms.setdefault(record.term_id, ("post_tag", record.slug))

    def _item(self, post: Post) -> None:
        self.found[post.kind] += 1
        if post.kind == records.MENU_ENTRY:
            self._menu_entry(post)
        elif post.id in self.sketches or post.id in self.attachments:
            self.repeated.append((post.id, post.kind, post.title))
        elif post.kind in (records.POST, records.PAGE):
            self.sketches[post.id] = _sketch(post)
            self._uses(post.terms)
        elif post.kind == records.ATTACHMENT:
            self.attachments[post.id] = _attachment(post)
        else:
            self.others.append((post.id, post.kind, post.title))

    def _menu_entry(self, post: Post) -> None:
        entry = records.menu_entry(post)
        key = entry.menu_slug, entry.id
        if key in self.entries:
            self.repeated.append((post.id, post.kind, post.title))
        self.entries.setdefault(key, entry)

    def _uses(self, uses: Iterable[TermUse]) -> None:
        """Exports of a part of a blog use terms that they do not declare."""
        for use in uses:
            if use.slug and use.taxonomy == "category" and use.slug not in self.categories:
                self.categories[use.slug] = Category(use.slug, use.name, "", "", 0)
            elif use.slug and use.taxonomy == "post_tag" and use.slug not in self.tags:
                self.tags[use.slug] = Tag(use.slug, use.name, "", 0)


def _sketch(post: Post) -> Sketch:
    written = post.published_at or post.modified_at
    return Sketch(post.kind, post.id, post.slug, post.link, post.status, post.published_at, written, post.parent_id)


def _attachment(post: Post) -> Attachment:
    return Attachment(
        id=post.id,
        title=post.title,
        caption=post.excerpt,
        alt=post.metas.get("_wp_attachment_image_alt", ""),
        url=post.attachment_url or (post.guid if "/uploads/" in post.guid else ""),
        link=post.link,
        file=post.metas.get("_wp_attached_file", ""),
        details=post.metas.get("_wp_attachment_metadata", ""),
        parent_id=post.parent_id,
        comments=tuple(comment.id for comment in post.comments),
    )
