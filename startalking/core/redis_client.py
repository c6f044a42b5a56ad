"""The door to Redis, for what all machines of a site have to know together."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

if TYPE_CHECKING:
    from redis import Redis

SILENCE: Final = 0.5
"""Seconds after which Redis is taken for silent: a page waits for it."""
PAUSE: Final = 5.0
"""Seconds in which a Redis that was silent is not asked again: a page asks it many times, and would wait each time."""

logger = logging.getLogger(__name__)


@lru_cache
def client(url: str, meet: Callable[[Any], None] | None = None) -> "Redis":
    """`meet` is called with each new connection in place of its `on_connect`: it may lead to another Redis."""
    from redis import ConnectionError as LostError  # not everybody has the library
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    again = Retry(NoBackoff(), 1, (LostError,))  # once more: Redis may have been started anew
    waits = {"socket_timeout": SILENCE, "socket_connect_timeout": SILENCE}
    return Redis.from_url(url, **waits, retry=again, redis_connect_func=meet)


def name(what: str) -> str:
    """What something is called in Redis, which other sites may use as well."""
    return f"{settings.REDIS_PREFIX}.{what}"


@contextmanager
def answering(*, insist: bool = False, pause: "Pause | None" = None) -> Iterator[None]:
    """Raises `ConnectionError` when Redis does not answer, or not with what was asked for; at once where it was silent
    lately. To `insist` is for who has something to say that others need; who is more patient has a `pause` of his own.
    """
    from redis import RedisError
    from redis import TimeoutError as SilentError

    pause = pause or _pause
    if not insist and pause.is_on():
        raise ConnectionError("Redis was silent lately.")
    try:
        yield
    except RedisError as error:
        if isinstance(error, SilentError):
            pause.begin()
        raise ConnectionError(type(error).__name__) from error


class Pause:
    """What this process knows of Redis' silence."""

    def __init__(self) -> None:
        self._until = -inf

    def begin(self) -> None:
        if not self.is_on():
            logger.warning("Redis is silent and will not be asked for %.0f seconds.", PAUSE)
        self._until = monotonic() + PAUSE

    def is_on(self) -> bool:
        return monotonic() < self._until


_pause = Pause()
