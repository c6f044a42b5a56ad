"""The page cache: pages for anonymous readers, drawn once and answered at the WSGI door before Django is entered.

`renew` and `revoke` are called where something happened (`startalking/reactions.py`), `note` and `kept` where pages are
drawn, `Door` is what the server calls. How it works and what it promises: docs/pages.md.
"""

import logging
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from startalking.core import databases
from startalking.core.pages import generations, published, store
from startalking.core.pages.notes import SITE, kept, note
from startalking.core.pages.purging import purge
from startalking.core.pages.question import OF_CONVERSATIONS, OF_FORMER_ADDRESSES, OF_LISTS

__all__ = [
    "OF_CONVERSATIONS",
    "OF_FORMER_ADDRESSES",
    "OF_LISTS",
    "begin",
    "kept",
    "note",
    "renew",
    "revoke",
    "tidy",
]

logger = logging.getLogger(__name__)


def renew(*keys: str) -> None:
    """What shows these things is out of date. While one process draws it anew, others may still be shown the old."""
    _count(keys, revoked=False)


def revoke(*keys: str) -> None:
    """What shows these things is out of date and nobody is to see it any more."""
    _count(keys, revoked=True)


def begin() -> None:
    """Nothing that was kept counts any more: the site starts, perhaps with other code."""
    try:
        generations.begin()
    except generations.GenerationsError as error:
        logger.warning("Pages are not kept: %s", error)
    _unpublish({SITE})


def tidy() -> None:
    """Keep what is kept within its bounds, and count what could not be counted. Safe to repeat."""
    with suppress(generations.GenerationsError):
        generations.now()  # who looks pays; on a machine that only works nobody else does
    if store.is_time_to_tidy(Path(settings.PAGES_DIR)):
        store.tidy()
    folder = published.folder()
    if folder is not None and store.is_time_to_tidy(folder.path):
        folder.tidy()


def _count(keys: Collection[str], *, revoked: bool) -> None:
    databases.note_write()  # first: who draws anew because of the count has to find what was written
    try:
        generations.count(keys, revoked=revoked)
    except generations.GenerationsError as error:
        logger.warning("Pages cannot be renewed now, none is answered from the cache until they can: %s", error)
    _unpublish(keys)
    purge(keys)


def _unpublish(keys: Collection[str]) -> None:
    folder = published.folder()
    if folder is None:
        return
    try:
        folder.forget(keys)
    except OSError as error:
        logger.exception("Pages that are out of date may still lie in PUBLISH_DIR: %s", type(error).__name__)
