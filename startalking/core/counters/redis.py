"""Counts in Redis, for sites whose workers run on several machines."""

import secrets
import time
from typing import Any

from redis.client import Pipeline

from startalking.core import redis_client


class Redis:
    """Raises `ConnectionError` when Redis does not answer, or not with a number."""

    def __init__(self, url: str) -> None:
        self._client = redis_client.client(url)

    def add(self, name: bytes, ends: int, step: int) -> int:
        steps = self._client.pipeline()
        steps.incrby(_key(name), step)
        steps.expire(_key(name), _seconds_to(ends))
        return max(0, int(_results(steps)[0]))

    def salt(self, name: bytes, ends: int) -> bytes:
        steps = self._client.pipeline()
        steps.set(_key(name), secrets.token_bytes(32), nx=True, ex=_seconds_to(ends))
        steps.get(_key(name))
        return bytes(_results(steps)[1])


def _key(name: bytes) -> str:
    return redis_client.name(f"limits.{name.hex()}")


def _seconds_to(ends: int) -> int:
    return max(1, ends - int(time.time()))


def _results(steps: Pipeline) -> list[Any]:
    """All steps or none: nobody's count can stay without its end."""
    with redis_client.answering():
        return list(steps.execute())
