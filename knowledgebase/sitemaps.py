from datetime import datetime

from django.db.models import QuerySet

from blog.sitemaps import OwnSitemap
from knowledgebase.models import Article, Section


class Articles(OwnSitemap[Article]):
    def items(self) -> QuerySet[Article]:
        return Article.objects.published().for_list()

    def lastmod(self, item: Article) -> datetime:
        return item.changed_at


class Sections(OwnSitemap[Section]):
    """Sections with public articles."""

    def items(self) -> QuerySet[Section]:
        public = Article.objects.published().order_by().values("section")
        return Section.objects.filter(pk__in=public).order_by("slug")
