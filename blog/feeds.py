from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from blog.models import Category, Post, Site
from startalking.core import text

ITEMS = 20


class FullRss(Rss201rev2Feed):
    """RSS 2.0 that carries whole texts in `content:encoded` (RSS content module 1.0)."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


class Posts(Feed[Post, Any]):
    """The newest posts."""

    feed_type = FullRss

    def get_feed(self, obj: Any, request: HttpRequest) -> Rss201rev2Feed:
        self.language = Site.objects.current().language
        return super().get_feed(obj, request)  # type: ignore[return-value]

    def title(self) -> str:
        return text.typed(Site.objects.current().title)

    def description(self) -> str:
        site = Site.objects.current()
        return text.typed(site.description or site.tagline)

    def link(self) -> str:
        return _address("/")

    def feed_url(self) -> str:
        return _address("/feed/")

    def items(self) -> list[Post]:
        return self._newest(Post.objects.all())

    def item_title(self, item: Post) -> str:
        return item.title

    def item_description(self, item: Post) -> str:
        return item.summary

    def item_link(self, item: Post) -> str:
        return _address(item.get_absolute_url())

    def item_guid(self, item: Post) -> str:
        return _address(item.get_absolute_url())

    def item_pubdate(self, item: Post) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Post) -> datetime:
        return item.changed_at

    def item_categories(self, item: Post) -> list[str]:
        return [text.typed(str(name)) for name in (*item.categories.all(), *item.tags.all())]

    def item_extra_kwargs(self, item: Post) -> dict[str, Any]:
        shows_all = Site.objects.current().feed_full and not item.password
        return {"content": text.absolute(item.html, settings.SITE_URL) if shows_all else ""}

    def _newest(self, posts: Any) -> list[Post]:
        return list(posts.published().newest_first().for_page().defer("body")[:ITEMS])


class CategoryPosts(Posts):
    """The newest posts of a category and of those below it."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return get_object_or_404(Category, slug=kwargs["slug"])

    def title(self, category: Category) -> str:  # type: ignore[override]
        return text.typed(f"{category.name} · {Site.objects.current().title}")

    def link(self, category: Category) -> str:  # type: ignore[override]
        return _address(category.get_absolute_url())

    def feed_url(self, category: Category) -> str:  # type: ignore[override]
        return _address(f"{category.get_absolute_url()}feed/")

    def items(self, category: Category) -> list[Post]:  # type: ignore[override]
        return self._newest(Post.objects.in_category(category))


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
