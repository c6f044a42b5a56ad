from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from knowledgebase.models import Article


class Articles(Sitemap[Article]):
    limit = 5000

    def items(self) -> QuerySet[Article]:
        return Article.objects.published().for_list()

    def lastmod(self, item: Article) -> datetime:
        return item.changed_at
