"""Telling a CDN, or a cache of the operator's in front of the site, what it has to forget.

Surrogate keys go out twice, as most services read one or the other: in a `Surrogate-Key` header and as `tags` in JSON.
What nobody could be told is told again; until then the cache keeps it no longer than its `s-maxage`.
"""

import json
import logging
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from startalking.core import fetch
from startalking.core.fetch import FetchError

AT_ONCE: Final = 30
"""Keys in one call: the least that services take."""
PAUSES: Final = (5, 30, 120)
"""Seconds until it is tried again."""

logger = logging.getLogger(__name__)


def purge(keys: Collection[str]) -> None:
    if settings.PURGE_URL:
        wanted = sorted(keys)
        for start in range(0, len(wanted), AT_ONCE):
            tell.enqueue(wanted[start : start + AT_ONCE], 0)


@task()
def tell(keys: list[str], tries: int) -> None:
    problem = _told(keys)
    if not problem:
        return
    logger.warning("The cache in front of the site was not told what to forget: %s", problem)
    if tries < len(PAUSES):
        again = timezone.now() + timedelta(seconds=PAUSES[tries])
        tell.using(run_after=again).enqueue(keys, tries + 1)


def _told(keys: list[str]) -> str:
    """Empty, or why that did not work."""
    headers = {"Surrogate-Key": " ".join(keys), **settings.PURGE_HEADERS}
    try:
        answer = fetch.call(settings.PURGE_URL, headers, json.dumps({"tags": keys}).encode(), "application/json")
    except FetchError as error:
        return str(error)
    return "" if answer.status < 300 else f"status {answer.status}"
