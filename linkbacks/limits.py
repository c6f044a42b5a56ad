"""How many calls are taken in an hour. Counted by the source they name; of the caller itself nothing is kept."""

from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from django.core.cache import cache
from django.utils import timezone

from linkbacks.models import Incoming
from linkbacks.protocols import Refusal

HOUR: Final = 3600
PER_HOST: Final = 30
"""A blog that links to ten of our posts in a round-up calls ten times, maybe by three protocols."""

LONGEST_QUEUE: Final = 2000
"""More than any moderator will ever read; from here on a flood would only fill the disk."""


def check(source: str) -> None:
    """Raises `Refusal` when the source's host has called too often this hour, or when too many calls wait already."""
    if _count(urlsplit(source).hostname or "") > PER_HOST:
        raise Refusal("Too many calls from this site. Please try again later.", retry_after=_rest_of_the_hour())
    if Incoming.objects.held().count() >= LONGEST_QUEUE:
        raise Refusal("Too many linkbacks are waiting here. Please try again later.", retry_after=HOUR)


def _count(host: str) -> int:
    """How often this host was named in this hour, now included. Two at once may count as one: it is no bookkeeping."""
    hour = int(timezone.now().timestamp()) // HOUR
    key = f"linkbacks.host.{hour}.{sha256(host.encode()).hexdigest()}"
    number = int(cache.get(key, 0)) + 1
    cache.set(key, number, HOUR)
    return number


def _rest_of_the_hour() -> int:
    return HOUR - int(timezone.now().timestamp()) % HOUR
