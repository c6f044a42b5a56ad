"""The door to Redis, for what all machines of a site have to know together."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

if TYPE_CHECKING:
    from redis import Redis

SILENCE: Final = 0.5
"""Seconds after which Redis is taken for silent: a page waits for it."""


@lru_cache
def client(url: str, meet: Callable[[Any], None] | None = None) -> "Redis":
    """`meet` is called with each new connection in place of its `on_connect`: it may lead to another Redis."""
    from redis import Redis  # not everybody has the library
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    again = Retry(NoBackoff(), 1)  # once more: Redis may have been started anew
    waits = {"socket_timeout": SILENCE, "socket_connect_timeout": SILENCE}
    return Redis.from_url(url, **waits, retry=again, redis_connect_func=meet)


def name(what: str) -> str:
    """What something is called in Redis, which other sites may use as well."""
    return f"{settings.REDIS_PREFIX}.{what}"


@contextmanager
def answering() -> Iterator[None]:
    """Raises `ConnectionError` when Redis does not answer, or not with what was asked for."""
    from redis import RedisError

    try:
        yield
    except RedisError as error:
        raise ConnectionError(type(error).__name__) from error
