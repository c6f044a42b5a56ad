"""Pages elsewhere that were read within the last hour, so that nobody makes us fetch one again."""

import zlib
from dataclasses import dataclass
from hashlib import blake2b

from django.core.cache import cache

from linkbacks.models import Incoming


@dataclass(frozen=True)
class Page:
    """`address` is where the redirects ended."""

    address: str
    content_type: str
    body: bytes


def keep(source: str, page: Page) -> None:
    kept = (page.address, page.content_type, zlib.compress(page.body))
    cache.set(_key(source), kept, timeout=Incoming.APART.total_seconds())


def recall(source: str) -> Page | None:
    kept = cache.get(_key(source))
    return Page(kept[0], kept[1], zlib.decompress(kept[2])) if kept else None


def _key(source: str) -> str:
    return f"linkbacks.page.{blake2b(source.encode(), digest_size=16).hexdigest()}"
