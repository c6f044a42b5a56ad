"""The numbers in Redis, for all machines of the site. Every look asks it: what one changed, all know at once.

They are one hash, so that they can only get lost together: its absence means that nothing that was kept counts any
more. It also counts as absent when Redis was started anew or is another one, as after a failure: such a one may have
forgotten the last changes. Whoever connects looks which one it is.
"""

import secrets
from collections.abc import Collection
from typing import Any, Final

from startalking.core import redis_client
from startalking.core.pages.generations.moment import Moment

START: Final = """
local told = redis.pcall('INFO', 'server')
local run = type(told) == 'string' and told:match('run_id:(%w+)') or ''
if redis.call('HGET', KEYS[1], 'run') ~= run then
    redis.call('UNLINK', KEYS[1])
    redis.call('HSET', KEYS[1], 'run', run, 'birth', ARGV[1])
end
return redis.call('HMGET', KEYS[1], 'birth', 'count')
"""
"""Begins a new hash unless there is one of this run of Redis. Not every Redis tells its users which run it is."""

COUNT: Final = """
local number = redis.call('HINCRBY', KEYS[1], 'count', 1)
for place = 2, #ARGV do
    redis.call('HSET', KEYS[1], 'changed:' .. ARGV[place], number)
    if ARGV[1] == 'revoked' then redis.call('HSET', KEYS[1], 'revoked:' .. ARGV[place], number) end
end
"""
"""In one step: nobody may see the count without the keys that it is about."""


class Redis:
    """Raises `ConnectionError` when Redis does not answer."""

    def __init__(self, url: str) -> None:
        self._client = redis_client.client(url, _meet)
        self._last = Moment(0, 0)

    def now(self) -> Moment:
        last = self._last
        birth, number = self._ask("HMGET", _name(), "birth", "count")
        if birth is None:
            birth, number = self._ask("EVAL", *_start())
        self._last = moment = Moment(int(birth), int(number or 0))
        if moment.birth == last.birth and moment.number < last.number:  # behind an open connection it became older
            self.begin()
            return self.now()
        return moment

    def changes(self, keys: Collection[str]) -> tuple[int, int, int]:
        fields = [f"{kind}:{key}" for kind in ("changed", "revoked") for key in keys]
        birth, *numbers = (int(number or 0) for number in self._ask("HMGET", _name(), "birth", *fields))
        return birth, max(numbers[: len(keys)], default=0), max(numbers[len(keys) :], default=0)

    def count(self, keys: Collection[str], *, revoked: bool) -> None:
        self._ask("EVAL", COUNT, 1, _name(), "revoked" if revoked else "changed", *keys, insist=True)

    def begin(self) -> None:
        self._ask("UNLINK", _name(), insist=True)

    def _ask(self, *words: Any, insist: bool = False) -> Any:
        with redis_client.answering(insist=insist):
            return self._client.execute_command(*words)  # type: ignore[no-untyped-call]


def _meet(connection: Any) -> None:
    connection.on_connect()
    connection.send_command("EVAL", *_start())
    connection.read_response()


def _start() -> tuple[str, int, str, int]:
    return START, 1, _name(), secrets.randbits(62) | 1


def _name() -> str:
    return redis_client.name("pages")
