"""Posts, pages, attachments and menu entries of an export with their comments, out of their elements."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from startalking.wordpress.elements import Element
from startalking.wordpress.problems import Notice
from startalking.wordpress.records import Comment, Post, TermUse, number
from startalking.wordpress.terms import slug, text

DATED: Final = {"publish", "future", "private"}
"""States in which WordPress always knows the hour of publication."""
TRASHED: Final = "__trashed"
NOT_KEPT: Final = ("_oembed_", "_edit_lock", "_edit_last", "_pingme", "_encloseme")


def records(element: Element) -> Iterator[Post | Notice]:
    """The post of an `item`, after notices about it; only notices for an item that has no number."""
    title = text(element.first("title"))
    id_ = number(element.first("wp:post_id"))
    if id_ <= 0:
        yield Notice("without_id", element.line, {"title": title})
        return
    published_at = _published_at(element)
    if published_at is None and element.first("wp:status") in DATED:
        published_at = moment(element.first("wp:post_date"))
        if published_at:
            yield Notice("local_date", element.line, {"title": title})
    yield _post(element, title=title, published_at=published_at)


def moment(stamp: str) -> datetime | None:
    """`2013-04-09 13:37:49` as a time in UTC; None for `0000-00-00` and for what is no time."""
    try:
        return datetime.strptime(stamp.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _post(element: Element, *, title: str, published_at: datetime | None) -> Post:
    first, metas = element.first, _metas(element)
    return Post(
        kind=first("wp:post_type") or "post",
        id=number(first("wp:post_id")),
        title=title,
        link=first("link"),
        slug=_slug(element, metas),
        status=first("wp:status"),
        published_at=published_at,
        modified_at=moment(first("wp:post_modified_gmt")),
        creator=first("dc:creator"),
        parent_id=number(first("wp:post_parent")) or None,
        menu_order=number(first("wp:menu_order")),
        content=first("content:encoded"),
        excerpt=first("excerpt:encoded"),
        password=first("wp:post_password"),
        sticky=first("wp:is_sticky") == "1",
        comment_status=first("wp:comment_status"),
        ping_status=first("wp:ping_status"),
        terms=_terms(element),
        thumbnail_id=number(metas.get("_thumbnail_id", "")) or None,
        metas=metas,
        old_slugs=_old_slugs(element),
        attachment_url=first("wp:attachment_url"),
        comments=tuple(_comment(comment) for comment in element.all("wp:comment")),
        guid=first("guid"),
        line=element.line,
    )


def _published_at(element: Element) -> datetime | None:
    """By UTC as WordPress stored it, else by the feed's own date, which is in UTC too; drafts have a mock
    date there."""
    stored = moment(element.first("wp:post_date_gmt"))
    shown = element.first("pubDate")
    if stored or element.first("wp:status") not in DATED or "-0001" in shown:
        return stored
    try:
        fed = parsedate_to_datetime(shown)
        return fed.replace(tzinfo=UTC) if fed.tzinfo is None else fed.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _slug(element: Element, metas: dict[str, str]) -> str:
    """The slug the item had before it went to the trash, where it is there."""
    name = element.first("wp:post_name")
    if name.endswith(TRASHED):
        name = metas.get("_wp_desired_post_slug") or name.removesuffix(TRASHED)
    return slug(name)


def _metas(element: Element) -> dict[str, str]:
    """The first value of each key, as WordPress reads them.

    Stored markup of other sites and editors' locks stay behind.
    """
    metas: dict[str, str] = {}
    for meta in element.all("wp:postmeta"):
        key = meta.first("wp:meta_key")
        if not key.startswith(NOT_KEPT):
            metas.setdefault(key, next((child.text for child in meta.all("wp:meta_value")), ""))
    return metas


def _old_slugs(element: Element) -> tuple[str, ...]:
    metas = element.all("wp:postmeta")
    old = (slug(meta.first("wp:meta_value")) for meta in metas if meta.first("wp:meta_key") == "_wp_old_slug")
    return tuple(dict.fromkeys(name for name in old if name))


def _terms(element: Element) -> tuple[TermUse, ...]:
    """Each term once; WXR 1.0 names them a second time without a slug, and calls tags `tag`."""
    uses = [_term(category) for category in element.all("category")]
    with_slug = {(use.taxonomy, use.name) for use in uses if use.slug}
    named = (use for use in uses if use.slug or (use.name and (use.taxonomy, use.name) not in with_slug))
    return tuple(dict.fromkeys(named))


def _term(category: Element) -> TermUse:
    domain = category.attributes.get("domain", "category")
    return TermUse(
        taxonomy="post_tag" if domain == "tag" else domain,
        slug=slug(category.attributes.get("nicename", "")),
        name=text(category.text),
    )


def _comment(element: Element) -> Comment:
    first = element.first
    return Comment(
        id=number(first("wp:comment_id")),
        parent_id=number(first("wp:comment_parent")) or None,
        author=text(first("wp:comment_author")),
        email=first("wp:comment_author_email"),
        url=first("wp:comment_author_url"),
        date=moment(first("wp:comment_date_gmt")) or moment(first("wp:comment_date")),
        content=first("wp:comment_content"),
        approved=first("wp:comment_approved"),
        type=first("wp:comment_type") or "comment",
        user_id=number(first("wp:comment_user_id")),
        line=element.line,
    )
