"""Drawing the pages that will be asked for first, so that no reader has to wait after a restart."""

import logging
import time
from collections.abc import Iterable
from io import BytesIO
from threading import Event
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from django.urls import reverse

from blog.models import Category, Post
from startalking.core.pages.door import Door
from startalking.handler import Handler

NEWEST: Final = 50
"""Posts that are drawn."""

logger = logging.getLogger(__name__)


def begin(stopped: Event) -> None:
    """In a thread of its own. Does nothing while pages are not kept."""
    if settings.PAGE_CACHE:
        warm(Door(Handler()), addresses(), stopped)


def addresses() -> list[str]:
    """What is asked for first: the home page, the feed, the newest posts, the lists."""
    posts = Post.objects.searchable().newest_first().only("slug", "published_at", "created_at")[:NEWEST]
    return [
        *(reverse(name) for name in ("blog:home", "blog:feed", "blog:archive", "knowledgebase:overview", "sitemap")),
        *(post.get_absolute_url() for post in posts),
        *(category.get_absolute_url() for category in Category.objects.all()[:NEWEST]),
    ]


def warm(door: Door, paths: Iterable[str], stopped: Event) -> int:
    """Ask for each page, as a reader would. Returns how many there were. Ends early when the site stops."""
    drawn, began = 0, time.monotonic()
    for path in paths:
        if stopped.is_set():
            break
        list(door(_question(path), lambda *_answer: None))
        drawn += 1
    connections.close_all()
    logger.debug("%s pages are ready after %.1f s.", drawn, time.monotonic() - began)
    return drawn


def _question(path: str) -> dict[str, Any]:
    site = urlsplit(settings.SITE_URL)
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port or (443 if settings.IS_HTTPS else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
        **({"HTTP_X_FORWARDED_PROTO": site.scheme} if settings.TRUST_PROXY else {}),
    }
