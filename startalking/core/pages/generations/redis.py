"""The numbers in Redis, for all machines of the site. Every look asks it: what one changed, all know at once."""

import secrets
from collections.abc import Collection
from typing import Any, Final

from startalking.core import redis_client
from startalking.core.pages.generations.moment import Moment

COUNT: Final = """
local number = redis.call('INCR', KEYS[1])
for place, key in ipairs(ARGV) do
    redis.call('HSET', KEYS[2], key, number)
    if #KEYS == 3 then redis.call('HSET', KEYS[3], key, number) end
end
"""
"""In one step: nobody may see the count without the keys that it is about."""


class Redis:
    """Raises `ConnectionError` when Redis does not answer."""

    def __init__(self, url: str) -> None:
        self._client = redis_client.client(url)

    def now(self) -> Moment:
        birth, number = self._ask("MGET", _name("birth"), _name("count"))
        if birth is None:
            self._ask("SET", _name("birth"), _birth(), "NX")
            return self.now()
        return Moment(int(birth), int(number or 0))

    def changes(self, keys: Collection[str]) -> tuple[int, int]:
        if not keys:
            return 0, 0
        last, revoked = (self._ask("HMGET", _name(name), *keys) for name in ("changed", "revoked"))
        return max(int(number or 0) for number in last), max(int(number or 0) for number in revoked)

    def count(self, keys: Collection[str], *, revoked: bool) -> None:
        places = [_name(name) for name in ("count", "changed", *(["revoked"] if revoked else []))]
        self._ask("EVAL", COUNT, len(places), *places, *keys)

    def begin(self) -> None:
        self._ask("SET", _name("birth"), _birth())

    def _ask(self, *words: Any) -> Any:
        with redis_client.answering():
            return self._client.execute_command(*words)  # type: ignore[no-untyped-call]


def _name(part: str) -> str:
    return redis_client.name(f"pages.{part}")


def _birth() -> int:
    return secrets.randbits(62) | 1
