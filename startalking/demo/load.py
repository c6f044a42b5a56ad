"""Turns the demo's texts into rows. What is there already stays as it is, so it may be repeated at any time."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone

from blog.models import Author, Category, Entry, Image, Page, Post, Site
from knowledgebase.models import Article, Section
from startalking import starter
from startalking.demo import conversation, surroundings, texts
from startalking.demo.pictures.draw import draw
from startalking.demo.texts import Record

M = TypeVar("M", bound=models.Model)


def is_touched() -> bool:
    """Whether the site holds anything that is neither the demo's nor laid by the first start."""
    ours = models.Q(import_ref__startswith="demo:") | models.Q(import_ref__startswith=starter.REF)
    posts, pages, images = (kind.objects.exclude(ours).exists() for kind in (Post, Page, Image))
    return posts or pages or images


def is_loaded() -> bool:
    """Whether posts of the demo are on the site."""
    return bool(Post.objects.filter(import_ref__startswith="demo:").exists())


@transaction.atomic
def load(progress: Callable[[str], None] = lambda name: None) -> None:
    """Fill the site. `progress` hears the name of each thing that is made."""
    starter.clear_away()
    Demo(progress).load()


class Demo:
    """One run: rows first, then their texts, which link each other."""

    def __init__(self, progress: Callable[[str], None]) -> None:
        self.progress = progress
        self.addresses = {"home": "/"}
        self.fresh: list[tuple[Author | Entry | Article, str]] = []
        """Rows made in this run, and their texts with links not yet resolved."""

    def load(self) -> None:
        posts = texts.read_all("posts")
        for make, records in (
            (self.picture, texts.read("pictures/pictures")["picture"]),
            (self.author, texts.read("authors")["author"]),
            (self.category, texts.read("categories")["category"]),
            (self.page, texts.read_all("pages")),
            (self.post, posts),
            (self.section, texts.read_all("knowledge")),
        ):
            for record in records:
                make(record)
        self.settings()
        self.write_texts()
        conversation.load(posts, self.addresses)
        surroundings.load(self.addresses)

    def picture(self, record: Record) -> None:
        name = record["file"]
        image = Image.objects.filter(import_ref=f"demo:{name}").first()
        if image is None:
            words = {key: record[key] for key in ("alt", "caption", "credit", "licence")}
            image = self.new(Image(import_ref=f"demo:{name}", title=name, file=_drawn(name), **words))
        self.addresses[name] = image.file.url

    def author(self, record: Record) -> None:
        if not Author.objects.filter(slug=record["slug"]).exists():
            author = self.new(Author(import_ref=_ref(record), slug=record["slug"], name=record["name"]))
            self.fresh.append((author, record["bio"]))

    def category(self, record: Record) -> None:
        if not Category.objects.filter(slug=record["slug"]).exists():
            parent = Category.objects.filter(slug=record.pop("parent", "")).first()
            self.new(Category(import_ref=_ref(record), parent=parent, **record))

    def page(self, record: Record) -> None:
        page = Page.objects.filter(import_ref=_ref(record)).first()
        if page is None:
            parent = Page.objects.filter(import_ref=f"demo:{record.get('parent', '')}").first()
            plain = {key: record[key] for key in ("title", "slug", "position", "comments_open")}
            shown = {"status": Page.Status.PUBLISHED, "published_at": timezone.now(), "announced_at": timezone.now()}
            page = self.new(Page(import_ref=_ref(record), parent=parent, linkbacks_open=False, **plain, **shown))
            self.fresh.append((page, record["body"]))
        self.addresses[f"page/{record['slug']}"] = page.get_absolute_url()

    def post(self, record: Record) -> None:
        post = Post.objects.filter(import_ref=_ref(record)).first()
        if post is None:
            plain = {key: record[key] for key in ("title", "slug", "teaser", "language", "pinned")}
            picture = Image.objects.filter(import_ref=f"demo:{record.get('picture')}").first()
            post = self.new(Post(import_ref=_ref(record), picture=picture, **plain, **_published(record)))
            post.authors.set(Author.objects.filter(slug__in=record["authors"]))
            post.categories.set(Category.objects.filter(slug__in=record["categories"]))
            post.tags.set(record["tags"])
            post.refile()
            self.fresh.append((post, record["body"]))
        self.addresses[f"post/{record['slug']}"] = post.get_absolute_url()

    def section(self, record: Record) -> None:
        section = Section.objects.filter(slug=record["slug"]).first()
        if section is None:
            section = self.new(Section(**{key: record[key] for key in ("name", "slug", "description", "position")}))
        for article in record["article"]:
            self.article(section, article)

    def article(self, section: Section, record: Record) -> None:
        article = Article.objects.at(section.slug, record["slug"]).first()
        if article is None:
            plain = {key: record[key] for key in ("term", "headline", "slug", "position", "in_overview")}
            shown = {"status": Article.Status.PUBLISHED, "published_at": timezone.now(), "comments_open": False}
            article = self.new(Article(section=section, **plain, **shown))
            self.fresh.append((article, record["body"]))
        self.addresses[f"knowledge/{section.slug}/{article.slug}"] = article.get_absolute_url()

    def settings(self) -> None:
        """Title and claims, on a site that still has the ones it was born with."""
        site, record = Site.objects.current(), texts.read("site")
        if not site.tagline:
            for name in ("title", "tagline", "claim", "description", "comment_rules"):
                setattr(site, name, texts.linked(record[name], self.addresses))
            site.save()

    def write_texts(self) -> None:
        for row, body in self.fresh:
            row.body = texts.linked(body, self.addresses)
            row.save(update_fields=["body"])
            if isinstance(row, Entry | Article):
                row.record_edit()

    def new(self, row: M) -> M:
        row.save()
        self.progress(str(row))
        return row


def _ref(record: Record) -> str:
    return f"demo:{record['slug']}"


def _published(record: Record) -> dict[str, Any]:
    """The state of a post: what is past has been announced long ago."""
    status, at = record.get("status", "published"), datetime.fromisoformat(record["published"])
    written = min(at, timezone.now())
    if status == "draft":
        return {"status": status, "created_at": written}
    announced = at if status == "published" else None
    return {"status": status, "published_at": at, "announced_at": announced, "created_at": written}


def _drawn(name: str) -> ContentFile[bytes]:
    stored = BytesIO()
    draw(name).save(stored, "JPEG", quality=90)
    return ContentFile(stored.getvalue(), name=name)
