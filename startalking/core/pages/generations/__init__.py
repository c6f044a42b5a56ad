"""When what pages show has changed: for each surrogate key the number of the change that concerned it last.

Changes are counted. What was drawn while the count was at n is current as long as no key of it was changed by a later
one, so nobody has to know before drawing which keys a page will have. The count and the numbers lie in a file that all
processes of this machine map into their memory, or in Redis for several machines.
"""

from collections.abc import Callable, Collection
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple, Protocol, TypeVar

from django.conf import settings

from startalking.core.pages.generations.debt import Debt
from startalking.core.pages.generations.machine import Machine
from startalking.core.pages.generations.moment import Moment

__all__ = ["Changes", "Drawn", "GenerationsError", "Moment", "begin", "changes", "count", "now", "place"]

T = TypeVar("T")

FILE: Final = "generations"
OWED: Final = "owed"
"""The file that says what could not be counted in Redis. Where the count's own file is lost, so would this one be."""


class Changes(NamedTuple):
    """The number of the last change of any of some keys, and of the last one after which nothing old may be shown.

    With the birth of the count they stand in: between asking for `now` and for these it may have begun anew.
    """

    birth: int
    last: int
    last_revoked: int


class GenerationsError(Exception):
    """Nobody can say now what has changed: nothing that was kept may be used."""


class Generations(Protocol):
    def now(self) -> Moment: ...
    def changes(self, keys: Collection[str]) -> tuple[int, int, int]: ...
    def count(self, keys: Collection[str], *, revoked: bool) -> None: ...
    def begin(self) -> None: ...


class Drawn:
    """Something that was drawn at a moment and shows what the keys stand for."""

    def __init__(self, moment: Moment, keys: Collection[str]) -> None:
        self.moment, self.keys = moment, tuple(keys)
        self._seen = moment

    def is_current(self, now: Moment) -> bool:
        """Whether nothing that it shows has changed. One comparison, unless anything at all has changed lately."""
        if now is self._seen or now == self._seen:
            return True
        if now.birth != self.moment.birth:
            return False
        changed = changes(self.keys)
        if changed.birth != self.moment.birth or changed.last > self.moment.number:
            return False
        self._seen = now
        return True

    def is_presentable(self, now: Moment) -> bool:
        """Whether it may still be shown while it is drawn anew."""
        changed = changes(self.keys)
        return now.birth == changed.birth == self.moment.birth and changed.last_revoked <= self.moment.number


def now() -> Moment:
    """Raises `GenerationsError`, as all of these do."""
    return place().now()


def changes(keys: Collection[str]) -> Changes:
    return Changes(*place().changes(keys))


def count(keys: Collection[str], *, revoked: bool = False) -> None:
    """Everything that shows one of the keys is out of date; `revoked`: and may not be shown any more."""
    place().count(keys, revoked=revoked)


def begin() -> None:
    """Nothing that was kept until now counts any more: the code may be another one."""
    place().begin()


def place() -> Generations:
    """Where the count is kept: for who asks so often that looking for the place each time would cost him more."""
    if settings.REDIS_URL:
        return _redis(settings.REDIS_URL, settings.PAGES_DIR)
    return _machine(settings.PAGES_DIR)


@lru_cache
def _machine(folder: str) -> Generations:
    return _Known(Machine(Path(folder) / FILE), OSError, Debt())


@lru_cache
def _redis(url: str, folder: str) -> Generations:
    from startalking.core.pages.generations.redis import Redis  # not everybody has the library

    return _Known(Redis(url), ConnectionError, Debt(Path(folder) / OWED))


class _Known:
    """Answers for a place that may be out of reach. A change that could not be counted there is made good by counting
    everything as changed as soon as the place answers again.
    """

    def __init__(self, place: Generations, missing: type[Exception], debt: Debt) -> None:
        self._place, self._missing, self._debt = place, missing, debt

    def now(self) -> Moment:
        try:
            moment = self._place.now()
            if self._debt.is_owed():
                self._debt.pay(self._place.begin)
                return self._place.now()
        except self._missing as error:
            raise GenerationsError(type(error).__name__) from error
        return moment

    def changes(self, keys: Collection[str]) -> tuple[int, int, int]:
        return self._ask(lambda: self._place.changes(keys))

    def count(self, keys: Collection[str], *, revoked: bool) -> None:
        self._settle(lambda: self._place.count(keys, revoked=revoked))

    def begin(self) -> None:
        self._settle(self._place.begin)

    def _ask(self, question: Callable[[], T]) -> T:
        try:
            return question()
        except self._missing as error:
            raise GenerationsError(type(error).__name__) from error

    def _settle(self, work: Callable[[], None]) -> None:
        try:
            self._ask(work)
        except GenerationsError:
            self._debt.note()
            raise
        if self._debt.is_owed():
            self._ask(lambda: self._debt.pay(self._place.begin))
