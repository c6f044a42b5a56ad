from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any, cast

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from blog import readers
from blog.lines import Line, Lines
from blog.lists import PostList
from blog.models import Category, Key, Post, Site
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


@dataclass(frozen=True)
class Item:
    """A post as the feed shows it, in XML, and when it was last something else."""

    xml: str
    at: datetime


class PostsRss(FullRss):
    """Made of items that are drawn already."""

    drawn: Sequence[Item] = ()

    def write_items(self, handler: SimplerXMLGenerator) -> None:
        for item in self.drawn:
            handler.ignorableWhitespace(item.xml)  # as it is: that is all this word means

    def latest_post_date(self) -> datetime:
        return max((item.at for item in self.drawn), default=None) or super().latest_post_date()


class Posts(Feed[Post, Any]):
    """The newest posts. Each is drawn once, for all feeds and visits, until it changes."""

    feed_type = PostsRss

    def get_feed(self, obj: Any, request: HttpRequest) -> Rss201rev2Feed:
        self.language = Site.objects.current().language
        feed = cast(PostsRss, super().get_feed(obj, request))
        feed.drawn = [item for line in Lines(self.posts(obj))[:ITEMS] if (item := _kept(line))]
        return feed

    def title(self) -> str:
        return text.typed(Site.objects.current().title)

    def description(self) -> str:
        site = Site.objects.current()
        return text.typed(site.description or site.tagline)

    def link(self) -> str:
        return _address("/")

    def feed_url(self) -> str:
        return _address("/feed/")

    def items(self) -> tuple[()]:
        """None that would have to be drawn: see `posts`."""
        return ()

    def item_pubdate(self, item: Post) -> datetime | None:
        """Asked for no item; that it can be asked makes the answer say when it was last another."""
        return item.published_at

    def posts(self, obj: Any) -> PostList:
        return PostList(posts=Post.objects.for_feed())


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

    def items(self, category: Category) -> tuple[()]:  # type: ignore[override]
        return ()

    def posts(self, category: Category) -> PostList:
        return PostList(Key(category=category.pk), posts=Post.objects.for_feed())


def _kept(line: Line) -> Item | None:
    name, keys = f"feed {line.surrogate_key}", ("site", line.surrogate_key)
    return readers.kept(name, keys, lambda: _drawn(line.post) if line.post else None)


def _drawn(post: Post) -> Item:
    shows_all = Site.objects.current().feed_full and not post.password
    address = _address(post.get_absolute_url())
    alone = FullRss("", "", "")
    alone.add_item(
        title=post.title,
        link=address,
        description=post.summary,
        unique_id=address,
        pubdate=post.published_at,
        updateddate=post.changed_at,
        categories=[text.typed(str(name)) for name in (*post.categories.all(), *post.tags.all())],
        content=text.absolute(post.html, settings.SITE_URL) if shows_all else "",
    )
    xml = StringIO()
    alone.write_items(SimplerXMLGenerator(xml, short_empty_elements=True))
    return Item(xml.getvalue(), alone.latest_post_date())


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
