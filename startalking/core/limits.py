"""How often something may happen, counted by all workers together.

Windows are fixed and lie on the clock: a window of an hour ends with the hour. One number for each key is all that is
remembered, nothing has to be cleaned up, and the wait can be said to the second. The price: around the turn of a window
up to twice the limit may happen. All windows that divide a day end with it, and so do the senders' marks.
"""

import time
from dataclasses import dataclass

from startalking.core import counters, meters


@dataclass(frozen=True)
class Count:
    number: int
    """How often it happened in this window, now included."""

    rest: int
    """Seconds until the window ends, at least one."""


def count(key: str, *, seconds: int) -> Count:
    ends = _end(seconds)
    return Count(counters.add(_name(key, seconds), ends), max(1, ends - int(time.time())))


def allow(key: str, limit: int, seconds: int) -> int:
    """Count once more. Zero while that is within the limit, else the seconds to wait (`Retry-After`).

    A limit of zero is none. What is refused is counted as well, but does not make the wait longer. Where several limits
    hold, ask for the narrow one first, `allow(the sender's) or allow(everybody's)`: one sender cannot use up what is
    meant for all.
    """
    if limit <= 0:
        return 0
    counted = count(key, seconds=seconds)
    if counted.number <= limit:
        return 0
    meters.note_refusal(key.partition(".")[0])  # what follows may be the sender's mark
    return counted.rest


def take_back(key: str, seconds: int) -> None:
    """Undo one count of `allow`: it turned out to be harmless."""
    counters.add(_name(key, seconds), _end(seconds), step=-1)


def _name(key: str, seconds: int) -> str:
    return f"{seconds}.{key}"


def _end(seconds: int) -> int:
    now = int(time.time())
    return now - now % seconds + seconds
