"""Which database a question goes to: all to the primary, only what an anonymous reader asks to a replica, if there is
one.

A replica is behind, and what is drawn from it may be kept for long. So it is asked only while it has replayed all that
was noted with `note_write`: a page says as much as if the primary had been asked. When in doubt, the primary is.
"""

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, InterfaceError, connections
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from startalking.core import written

PRIMARY: Final = "default"
REPLICA: Final = "replica"

PAUSE: Final = 10
"""Seconds in which a replica that failed is not asked again: every page would wait for it."""

WRITTEN: Final = "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint"
WRITING: Final = ("INSERT", "UPDATE", "DELETE", "COPY", "TRUNCATE", "MERGE")
REPLAYED: Final = "SELECT (pg_last_wal_replay_lsn() - '0/0')::bigint"

logger = logging.getLogger(__name__)


class Asker:
    """Somebody whose request is being answered."""

    def __init__(self, *, is_reader: bool) -> None:
        self.is_reader, self.has_asked_replica, self.has_written = is_reader, False, False

    def watch(self, execute: Callable[..., Any], statement: str, *more: Any) -> Any:
        """Whoever writes reads from the primary from then on. What only might have written (get_or_create) did not."""
        if statement.lstrip().upper().startswith(WRITING):
            self.is_reader, self.has_written = False, True
        return execute(statement, *more)


_asker: ContextVar[Asker | None] = ContextVar("asker", default=None)


def has_replica() -> bool:
    return REPLICA in settings.DATABASES


def note_write() -> None:
    """From now on ask no replica that has not replayed what is committed by now. Costs nothing without a replica.

    To be called after the commit, and before others hear of it (by a renewed page, an answer): who reads because he
    heard has to find it.
    """
    if not has_replica():
        return
    asker = _asker.get()
    if asker is not None:
        asker.has_written = False  # what it writes later is not noted yet
    try:
        written.advance(_position(PRIMARY, WRITTEN))
    except (DatabaseError, InterfaceError, ConnectionError) as error:
        _replica.fail("What was written cannot be noted", error)


class Router:
    """Writing, and reading within a transaction or on the way to writing, is the primary's."""

    def db_for_read(self, _model: Any, **_hints: Any) -> str:
        asker = _asker.get()
        if asker is None or not asker.is_reader or connections[PRIMARY].in_atomic_block:
            return PRIMARY
        asker.is_reader = _replica.is_up_to_date()
        asker.has_asked_replica |= asker.is_reader
        return REPLICA if asker.is_reader else PRIMARY

    def db_for_write(self, _model: Any, **_hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, _one: Any, _other: Any, **_hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, _app: str, **_hints: Any) -> bool:
        return db == PRIMARY


class Readers:
    """The middleware that knows anonymous readers: they ask for a page, without a session, and not for the admin's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not has_replica():
            raise MiddlewareNotUsed
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_anonymous = settings.SESSION_COOKIE_NAME not in request.COOKIES
        is_reading = request.method in {"GET", "HEAD"} and not request.path.startswith(reverse("admin:index"))
        asker = Asker(is_reader=is_anonymous and is_reading)
        before = _asker.set(asker)
        try:
            with connections[PRIMARY].execute_wrapper(asker.watch):
                response = self._get_response(request)
                if response.status_code == 500 and asker.has_asked_replica and not asker.has_written:
                    response = self._second_try(request, asker)
        finally:
            _asker.reset(before)
            if asker.has_written:
                note_write()
        return response

    def _second_try(self, request: HttpRequest, asker: Asker) -> HttpResponseBase:
        """The primary draws what the replica could not. A mistake of our own fails there as well."""
        asker.is_reader = False
        response = self._get_response(request)
        if response.status_code != 500:
            _replica.fail("The replica broke off an answer", None)
        return response


class _Replica:
    """What this process knows of the replica."""

    def __init__(self) -> None:
        self._replayed = 0
        self._until = 0.0
        self._is_sure, self._is_failing = False, False

    def fail(self, what: str, error: Exception | None) -> None:
        """Leave it alone for a while. Said once, not for every try."""
        if not self._is_failing:
            reason = " ".join(str(error or "").split())
            logger.warning("%s: until it can, readers ask the primary. %s", what, reason)
        self._replayed, self._until = 0, time.monotonic() + PAUSE
        self._is_sure, self._is_failing = False, True

    def is_up_to_date(self) -> bool:
        if time.monotonic() < self._until:
            return False
        try:
            has_replayed = self._has_replayed(self._wanted())
        except (DatabaseError, InterfaceError, ConnectionError) as error:
            self.fail("The replica cannot be asked", error)
            return False
        if self._is_failing:
            logger.warning("The replica is asked again.")
            self._is_failing = False
        return has_replayed

    def _wanted(self) -> int:
        """How far it has to be. After a failure, and where nobody knows any more, as far as the primary is now."""
        noted = written.position() if self._is_sure else 0
        if not noted:
            written.advance(_position(PRIMARY, WRITTEN))
            noted, self._is_sure = written.position(), True
        return noted

    def _has_replayed(self, wanted: int) -> bool:
        if self._replayed < wanted:
            self._replayed = _position(REPLICA, REPLAYED)
        return self._replayed >= wanted


_replica = _Replica()


def _position(alias: str, question: str) -> int:
    """Raises `ConnectionError` where the server is no standby and replays nothing."""
    with connections[alias].cursor() as cursor:
        cursor.execute(question)
        (found,) = cursor.fetchone()
    if found is None:
        raise ConnectionError("It is no standby of another server.")
    return int(found)
