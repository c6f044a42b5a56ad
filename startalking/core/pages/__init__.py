"""The page cache: pages for anonymous readers, drawn once and answered at the WSGI door before Django is entered.

`renew` and `revoke` are called where something happened (`startalking/reactions.py`), `note` and `kept` where pages are
drawn, `Door` is what the server calls. How it works and what it promises: docs/pages.md.
"""

import logging

from startalking.core import databases
from startalking.core.pages import generations
from startalking.core.pages.notes import kept, note

__all__ = ["kept", "note", "renew", "revoke"]

logger = logging.getLogger(__name__)


def renew(*keys: str) -> None:
    """What shows these things is out of date. While one process draws it anew, others may still be shown the old."""
    _count(keys, revoked=False)


def revoke(*keys: str) -> None:
    """What shows these things is out of date and nobody is to see it any more."""
    _count(keys, revoked=True)


def _count(keys: tuple[str, ...], *, revoked: bool) -> None:
    databases.note_write()  # first: who draws anew because of the count has to find what was written
    try:
        generations.count(keys, revoked=revoked)
    except generations.GenerationsError as error:
        logger.warning("Pages cannot be renewed now, none is answered from the cache until they can: %s", error)
