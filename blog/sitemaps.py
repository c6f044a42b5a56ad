from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from blog.models import Category, Entry, Page, Post


class Entries(Sitemap[Entry]):
    limit = 5000

    def lastmod(self, item: Entry) -> datetime:
        return item.changed_at


class Posts(Entries):
    def items(self) -> QuerySet[Post]:
        return Post.objects.published().newest_first().only("slug", "published_at", "created_at", "changed_at")


class Pages(Entries):
    def items(self) -> QuerySet[Page]:
        return Page.objects.published().only("path", "changed_at").order_by("path")


class Categories(Sitemap[Category]):
    """Categories with public posts of their own."""

    def items(self) -> QuerySet[Category]:
        public = Post.objects.published().order_by().values("pk")
        return Category.objects.filter(posts__in=public).distinct().order_by("slug")
