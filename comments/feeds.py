from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext

from blog.feeds import ITEMS, FullRss
from blog.models import Discussed, Site
from comments import targets
from comments.models import Comment
from startalking.core import text


class Comments(Feed[Comment, Any]):
    """The newest comments on pages that everybody may read."""

    feed_type = FullRss

    def get_feed(self, obj: Any, request: HttpRequest) -> Rss201rev2Feed:
        self.language = Site.objects.current().language
        return super().get_feed(obj, request)  # type: ignore[return-value]

    def title(self) -> str:
        return gettext("Comments on %(title)s") % {"title": text.typed(Site.objects.current().title)}

    def description(self) -> str:
        return gettext("What readers say.")

    def link(self) -> str:
        return _address("/")

    def feed_url(self) -> str:
        return _address(reverse("comments:feed"))

    def items(self) -> list[Comment]:
        return list(Comment.objects.approved().filter(targets.open_to_all()).for_list().newest_first()[:ITEMS])

    def item_title(self, item: Comment) -> str:
        return gettext("%(name)s on “%(title)s”") % {"name": item.name, "title": item.target}

    def item_description(self, item: Comment) -> str:
        return text.excerpt(item.html)

    def item_link(self, item: Comment) -> str:
        return _address(item.get_absolute_url())

    def item_guid(self, item: Comment) -> str:
        return _address(item.get_absolute_url())

    def item_author_name(self, item: Comment) -> str:
        return item.name

    def item_pubdate(self, item: Comment) -> datetime:
        return item.created_at

    def item_extra_kwargs(self, item: Comment) -> dict[str, Any]:
        return {"content": text.absolute(item.html, settings.SITE_URL)}


class CommentsOn(Comments):
    """The newest comments on one page."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return targets.public_target(kwargs["kind"], kwargs["pk"], key="")

    def title(self, target: Discussed) -> str:  # type: ignore[override]
        return gettext("Comments on “%(title)s”") % {"title": target}

    def link(self, target: Discussed) -> str:  # type: ignore[override]
        return _address(f"{target.get_absolute_url()}#comments")

    def feed_url(self, target: Discussed) -> str:  # type: ignore[override]
        return _address(reverse("comments:feed_of", args=[targets.kind_of(target), target.pk]))

    def items(self, target: Discussed) -> list[Comment]:  # type: ignore[override]
        return list(Comment.objects.on(target).approved().for_list().newest_first()[:ITEMS])

    def item_title(self, item: Comment) -> str:
        return item.name


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
