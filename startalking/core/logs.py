"""The lines of the log. They say where something happened and of what kind it was, and never to whom.

What our own code logs is told as it says it. Libraries write addresses, arguments and headers into their messages, so
of these the sentence is told without what was put in; of a request its route; of an error what `failures` lets through.
With `plain` (DEBUG, on one's own machine) everything is told.
"""

import json
import re
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from logging import Formatter, LogRecord
from typing import Any, Final

from startalking.core import failures, timing

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})

PRIVATE: Final = re.compile(
    r"""
      (?:https?://|www\.)[^\s"'<>]+                          # an address
    | [^\s@"'<>(),;:]+@[^\s@"'<>(),;]+                       # one of a mailbox
    | \b\d{1,3}(?:\.\d{1,3}){3}\b                            # IPv4
    | (?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:]) # IPv6
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Line(Formatter):
    """For eyes: one line, and an error's traceback below it."""

    def __init__(self, *, plain: bool = False) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")
        self._plain = plain

    def format(self, record: LogRecord) -> str:
        if self._plain:
            return super().format(record)
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {said(record)}"
        error = error_of(record)
        return f"{line}\n{failures.told(error)}" if error else line


class Json(Formatter):
    """For machines: one object a line."""

    def __init__(self, *, plain: bool = False) -> None:
        super().__init__()
        self._plain = plain

    def format(self, record: LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage() if self._plain else said(record),
        }
        told |= facts_of(record)
        if error := error_of(record):
            told["exception"] = "".join(traceback.format_exception(error)) if self._plain else failures.told(error)
        return json.dumps(told, ensure_ascii=False, default=str)


def said(record: LogRecord) -> str:
    """The message on one line, as far as it may be told."""
    request = getattr(record, "request", None)
    message = _of_request(record, request) if request is not None else _sentence(record)
    return PRIVATE.sub("…", " ".join(message.split()))


def facts_of(record: LogRecord) -> Mapping[str, Any]:
    """Where it happened, and what `extra={"facts": …}` brought; that is for our own code, which knows what it says."""
    place = where_of(record)
    facts = {"where": place} if place != timing.NOWHERE else {}
    return facts | (getattr(record, "facts", {}) if is_ours(record.name) else {})


def where_of(record: LogRecord) -> str:
    request = getattr(record, "request", None)
    return timing.where() if request is None else timing.route(request)


def error_of(record: LogRecord) -> BaseException | None:
    return record.exc_info[1] if isinstance(record.exc_info, tuple) else None


def method_of(request: Any) -> str:
    """A client may call its method what it likes."""
    return request.method if request.method in METHODS else "other"


@lru_cache(maxsize=100)
def is_ours(logger: str) -> bool:
    return (failures.ROOT / logger.partition(".")[0] / "__init__.py").is_file()


class _Kind(str):
    """A word that stands in a sentence as it is, `%r` or not."""

    __slots__ = ()
    __repr__ = str.__str__


def _of_request(record: LogRecord, request: Any) -> str:
    return f"{_phrase(getattr(record, 'status_code', 0))}: {method_of(request)} {timing.route(request)}"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Request"


def _sentence(record: LogRecord) -> str:
    if not record.args:
        return str(record.msg)
    given = record.args if isinstance(record.args, Mapping) else dict(enumerate(record.args))
    kept = {name: _told(value, ours=is_ours(record.name)) for name, value in given.items()}
    try:
        return str(record.msg) % (kept if isinstance(record.args, Mapping) else tuple(kept.values()))
    except (TypeError, ValueError, KeyError):
        return str(record.msg)


def _told(value: Any, *, ours: bool) -> Any:
    if isinstance(value, BaseException):
        return _Kind(" ".join(filter(None, (failures.name(value), failures.facts(value)))))
    return value if ours or isinstance(value, int | float) else _Kind("…")
