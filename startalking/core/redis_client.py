"""The door to Redis, for what all machines of a site have to know together."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.conf import settings

if TYPE_CHECKING:
    from redis import Redis

SILENCE: Final = 0.5
"""Seconds after which Redis is taken for silent: a page waits for it."""


@lru_cache
def client(url: str) -> "Redis":
    from redis import Redis  # not everybody has the library
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    again = Retry(NoBackoff(), 1)  # once more: Redis may have been started anew
    return Redis.from_url(url, socket_timeout=SILENCE, socket_connect_timeout=SILENCE, retry=again)


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
