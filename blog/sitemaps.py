from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Model, QuerySet
from django.urls import reverse

from blog.models import Author, Category, Entry, Page, Post

M = TypeVar("M", bound=Model)


class OwnSitemap(Sitemap[M]):
    """Addresses as everywhere else: at the site's own, whatever name a visitor used."""

    limit = 5000

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0]

    def get_domain(self, site: object = None) -> str:
        return settings.SITE_URL.partition("://")[2]


class Entries(OwnSitemap[Entry]):
    def lastmod(self, item: Entry) -> datetime:
        return item.changed_at


class Posts(Entries):
    def items(self) -> QuerySet[Post]:
        return Post.objects.published().newest_first().only("slug", "published_at", "created_at", "changed_at")


class Pages(Entries):
    def items(self) -> QuerySet[Page]:
        return Page.objects.published().only("path", "changed_at").order_by("path")


class Categories(OwnSitemap[Category]):
    """Categories with public posts, their own or of those below them."""

    def items(self) -> QuerySet[Category]:
        filled = Category.objects.filter(posts__in=Post.objects.published().order_by().values("pk"))
        return filled.get_ancestors(include_self=True).distinct().order_by("slug")


class Authors(OwnSitemap[Author]):
    """Authors of public posts."""

    def items(self) -> QuerySet[Author]:
        public = Post.objects.published().order_by().values("pk")
        return Author.objects.filter(posts__in=public).distinct().order_by("slug")


class Overviews(Sitemap[Model]):
    """The pages that lead to all others."""

    get_protocol = OwnSitemap.get_protocol
    get_domain = OwnSitemap.get_domain

    def items(self) -> list[str]:  # type: ignore[override] # names, not rows
        return ["blog:home", "blog:archive", "knowledgebase:overview"]

    def location(self, item: str) -> str:  # type: ignore[override]
        return reverse(item)
