from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Model, QuerySet
from django.urls import reverse

from blog.lists import PostList
from blog.models import Author, Category, Entry, Filing, Page, Post

M = TypeVar("M", bound=Model)


class OwnSitemap(Sitemap[M]):
    """Addresses as everywhere else: at the site's own, whatever name a visitor used."""

    limit = 2000
    """Entries of one file. So many that a large site has not too many files, so few that none takes long to draw."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0]

    def get_domain(self, site: object = None) -> str:
        return settings.SITE_URL.partition("://")[2]


class Entries(OwnSitemap[Entry]):
    def lastmod(self, item: Entry) -> datetime:
        return item.changed_at


class Posts(Entries):
    def items(self) -> PostList:
        return PostList(posts=Post.objects.only("slug", "published_at", "created_at", "changed_at", "out_at"))


class Pages(Entries):
    def items(self) -> QuerySet[Page]:
        return Page.objects.published().only("path", "changed_at").order_by("path")


class Categories(OwnSitemap[Category]):
    """Categories with public posts, their own or of those below them."""

    def items(self) -> QuerySet[Category]:
        return Category.objects.filter(pk__in=Filing.objects.numbers("category")).order_by("slug")


class Authors(OwnSitemap[Author]):
    """Authors of public posts."""

    def items(self) -> QuerySet[Author]:
        return Author.objects.filter(pk__in=Filing.objects.numbers("author")).order_by("slug")


class Overviews(Sitemap[Model]):
    """The pages that lead to all others."""

    get_protocol = OwnSitemap.get_protocol
    get_domain = OwnSitemap.get_domain

    def items(self) -> list[str]:  # type: ignore[override] # names, not rows
        return ["blog:home", "blog:archive", "knowledgebase:overview"]

    def location(self, item: str) -> str:  # type: ignore[override]
        return reverse(item)
