"""Whether the site can do its work, asked part by part.

Each part is asked in a thread of its own and has two seconds: who hangs is left hanging, counts as failed, and is not
asked again before it has answered. An answer is kept for a moment, because anybody may ask.
"""

import logging
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from huey.contrib.djhuey import HUEY

from startalking.core import heartbeat

PATIENCE: Final = 2.0
KEPT: Final = 2.0
LATE: Final = 180
"""Seconds without the minute's tick: one may last long, three are missing."""

logger = logging.getLogger(__name__)


class FailingError(Exception):
    """A part answers, and not as it should."""


@dataclass(frozen=True)
class Part:
    name: str
    ask: Callable[[], None]
    """Raises whatever it likes when the part fails."""

    is_needed: bool = True
    """Without it there are no pages. The others leave readers alone, so the site stays ready without them."""


@dataclass(frozen=True)
class Answer:
    parts: Sequence[tuple[Part, bool]]

    @property
    def failed(self) -> list[Part]:
        return [part for part, is_well in self.parts if not is_well]

    @property
    def status(self) -> str:
        if any(part.is_needed for part in self.failed):
            return "unavailable"
        return "degraded" if self.failed else "ready"


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


class Migrations:
    """Reading all of them takes a while, and what was brought up to date stays it: that is asked until it is true."""

    def __init__(self) -> None:
        self._are_applied = False

    def __call__(self) -> None:
        if self._are_applied:
            return
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise FailingError
        self._are_applied = True


def cache_answers() -> None:
    now = time.time()
    cache.set("startalking.health", now, timeout=60)
    if not cache.get("startalking.health"):
        raise FailingError


def data_folder() -> None:
    """A full disk as well: something is written."""
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
        file.write(b"ok")
        file.flush()


def queue() -> None:
    HUEY.pending_count()


def background() -> None:
    age = heartbeat.age()
    if age is None or age > LATE:
        raise FailingError


PARTS: Final = (
    Part("database", database),
    Part("migrations", Migrations()),
    Part("cache", cache_answers),
    Part("data", data_folder),
    Part("queue", queue, is_needed=False),
    Part("background", background, is_needed=False),
)


class Question:
    """One part, asked by one thread at a time."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._thread: Thread | None = None
        self._problem: Exception | None = None

    def begin(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = Thread(target=self._ask, name=f"health-{self.part.name}", daemon=True)
            self._thread.start()

    def is_well(self, until: float) -> bool:
        if self._thread is None:
            return False
        self._thread.join(max(0.0, until - time.monotonic()))
        return not self._thread.is_alive() and self._problem is None

    def _ask(self) -> None:
        try:
            self.part.ask()
            self._problem = None
        except FailingError as problem:
            self._problem = problem
        except Exception as problem:
            if self._problem is None:  # once, not with every question
                logger.warning("Not well: %s.", self.part.name, exc_info=True)
            self._problem = problem
        finally:
            connections.close_all()


class Health:
    def __init__(self, parts: Iterable[Part] = PARTS) -> None:
        self._questions = [Question(part) for part in parts]
        self._lock = Lock()
        self._answer = Answer(())
        self._until = 0.0

    def answer(self) -> Answer:
        with self._lock:
            if time.monotonic() >= self._until:
                before, self._answer = self._answer, self._ask()
                if self._answer.failed != before.failed:
                    _tell(self._answer)
                self._until = time.monotonic() + KEPT
            return self._answer

    def _ask(self) -> Answer:
        for question in self._questions:
            question.begin()
        until = time.monotonic() + PATIENCE
        return Answer([(question.part, question.is_well(until)) for question in self._questions])


def _tell(answer: Answer) -> None:
    """A change only: who asks every few seconds would fill the log."""
    level = {"ready": logging.INFO, "degraded": logging.WARNING, "unavailable": logging.ERROR}[answer.status]
    names = ", ".join(part.name for part in answer.failed) or "nothing"
    logger.log(level, "The site is %s; what fails: %s.", answer.status, names)


health = Health()
