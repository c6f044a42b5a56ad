"""What the four files hold. Other programs name some fields otherwise; those names are understood as well."""

from dataclasses import dataclass
from datetime import datetime

from intake.lines import Line
from startalking.core import text


@dataclass(frozen=True)
class Category:
    slug: str
    name: str
    parent: str


@dataclass(frozen=True)
class Tag:
    slug: str
    name: str


@dataclass(frozen=True)
class Post:
    line: int
    key: str
    slug: str
    title: str
    at: datetime
    html: str
    excerpt: str
    categories: list[str]
    tags: list[str]


@dataclass(frozen=True)
class Comment:
    """`post` is the slug of its post, or its id. `said` is what was typed, or HTML where `is_html`."""

    line: int
    key: str
    post: str
    parent: str
    author: str
    email: str
    website: str
    at: datetime | None
    said: str
    is_html: bool


def category(line: Line) -> Category:
    slug = line.text("slug", "name", required=True).strip()
    return Category(slug, line.text("name", "slug").strip(), line.text("parent", "parent_slug").strip())


def tag(line: Line) -> Tag:
    return Tag(line.text("slug", "name", required=True).strip(), line.text("name", "slug").strip())


def post(line: Line) -> Post:
    title = line.text("title", "name", required=True)
    at = line.moment("date", "date_utc", "date_gmt", "published_at", "created_at")
    if at is None:
        raise line.wrong("“date” is missing. Expected: a moment such as 2026-05-17T08:00:00Z.")
    html = line.text("html", "content", "body")
    if len(html) > text.MAX_BODY:
        raise line.wrong(f"“html” has {len(html):,} characters. At most {text.MAX_BODY:,} can be taken.")
    return Post(
        line=line.number,
        key=line.key("id", "post_id"),
        slug=line.text("slug", "post_name").strip(),
        title=title,
        at=at,
        html=html,
        excerpt=line.text("excerpt", "teaser", "summary"),
        categories=line.several("categories", "category"),
        tags=line.several("tags", "tag"),
    )


def comment(line: Line) -> Comment:
    said = line.text("text", "content", "body")
    html = "" if said else line.text("html", "content_html")
    if not (said or html).strip():
        raise line.wrong("“text” is missing. Expected: what the comment says.")
    post = line.key("post", "post_slug", "slug", "post_id")
    if not post:
        raise line.wrong("“post” is missing. Expected: the slug of the post that the comment stands on.")
    return Comment(
        line=line.number,
        key=line.key("id", "comment_id"),
        post=post,
        parent=line.key("parent", "parent_id"),
        author=line.text("author", "author_name", "name"),
        email=line.text("email", "author_email"),
        website=line.text("url", "author_url", "website"),
        at=line.moment("date", "date_utc", "date_gmt", "created_at"),
        said=said or html,
        is_html=not said,
    )
