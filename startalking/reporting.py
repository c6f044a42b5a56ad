"""Errors for Sentry, or whatever speaks its protocol: what the log says of them, and nothing else.

Events are built here from the parts that may be told, instead of taking out of Sentry's what may not. The client is
our own and not the library's global one: no integration adds a request, a query, a local variable or a breadcrumb.
"""

import atexit
import logging
from datetime import UTC, datetime
from typing import Any, Final

from startalking.core import failures, logs

LEVELS: Final = {"CRITICAL": "fatal", "ERROR": "error"}

KEYS: Final = frozenset(
    {
        "event_id",
        "timestamp",
        "platform",
        "environment",
        "level",
        "logger",
        "logentry",
        "transaction",
        "exception",
        "sdk",
    }
)
"""What may leave; the library adds more on the way, more with each version."""


class Sentry(logging.Handler):
    """One event for each record from ERROR on."""

    def __init__(self, dsn: str, *, environment: str, **options: Any) -> None:
        super().__init__(logging.ERROR)
        from sentry_sdk import Client

        self._client = Client(
            dsn,
            environment=environment,
            server_name="",
            default_integrations=False,
            auto_enabling_integrations=False,
            auto_session_tracking=False,
            include_local_variables=False,
            max_breadcrumbs=0,
            traces_sample_rate=None,
            spotlight=False,
            before_send=reduced,
            **options,
        )
        atexit.register(self._client.close, timeout=2.0)

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(("sentry_sdk", "urllib3")):  # what it says of itself would go round in a circle
            self._client.capture_event(event(record))


def reduced(found: Any, _hint: Any) -> Any:
    return {key: value for key, value in found.items() if key in KEYS}


def event(record: logging.LogRecord) -> Any:
    told: dict[str, Any] = {
        "timestamp": datetime.fromtimestamp(record.created, UTC),
        "platform": "python",
        "level": LEVELS.get(record.levelname, "error"),
        "logger": record.name,
        "logentry": {"formatted": logs.said(record)},
        "transaction": logs.where_of(record),
    }
    if error := logs.error_of(record):
        told["exception"] = {"values": [_error(part) for part in reversed(list(failures.chain(error)))]}
    return told


def _error(error: BaseException) -> dict[str, Any]:
    frames = [
        {
            "filename": failures.place(frame.filename),
            "function": frame.name,
            "lineno": frame.lineno,
            "context_line": frame.line,
            "in_app": frame.filename.startswith(f"{failures.ROOT}/") and "site-packages/" not in frame.filename,
        }
        for frame in failures.frames(error)
    ]
    return {"type": failures.name(error), "value": failures.facts(error), "stacktrace": {"frames": frames}}
