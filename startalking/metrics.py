"""What `/metrics` looks up when it is asked. What happens is counted where it happens: `core/meters.py`."""

import logging
from collections.abc import Callable, Iterator
from typing import Final

from huey.contrib.djhuey import HUEY

from comments.models import Comment
from linkbacks.models import Incoming
from startalking.core import heartbeat
from startalking.core.meters import Figure

logger = logging.getLogger(__name__)


def queue() -> Iterator[Figure]:
    waiting = {"now": HUEY.pending_count(), "later": HUEY.scheduled_count()}
    yield Figure("tasks_waiting", "Tasks in the queue.", waiting, label="due")


def tick() -> Iterator[Figure]:
    if (age := heartbeat.age()) is not None:
        yield Figure("tick_age_seconds", "Seconds since the minute's tick.", {"": age})


def moderation() -> Iterator[Figure]:
    waiting = {"comments": Comment.objects.held().count(), "linkbacks": Incoming.objects.held().count()}
    yield Figure("moderation_waiting", "What waits for a moderator.", waiting, label="kind")


SOURCES: Final[tuple[Callable[[], Iterator[Figure]], ...]] = (queue, tick, moderation)
"""Whatever keeps counts of its own adds a function here."""


def figures(sources: tuple[Callable[[], Iterator[Figure]], ...] = SOURCES) -> Iterator[Figure]:
    """A source that fails is logged and left out: the others are wanted most when something is wrong."""
    for source in sources:
        try:
            yield from list(source())
        except Exception:
            logger.exception("No figures of %s.", source.__name__)
