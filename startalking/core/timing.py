"""What a page or a task costs: counted while it is made, told to editors, and logged when it was much.

Of a query its shape is logged, of a page its route: neither values nor addresses, and nothing of who asked.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

from django.conf import settings
from django.db import connections
from django.http import HttpRequest

from startalking.core.statements import shape

NOWHERE: Final = "-"

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Costs:
    """Times in seconds. Of a query the time until its first row; what SQLite reads afterwards counts as the page's."""

    place: Callable[[], str]
    began: float
    total: float = 0.0
    queries: int = 0
    database: float = 0.0
    drawing: float = 0.0
    """Spent in templates, with the queries made from there."""

    is_drawing: bool = False

    def watch(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 (Django calls it so)
        began = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = perf_counter() - began
            self.queries += 1
            self.database += took
            if 0 < settings.SLOW_QUERY <= took * 1000:
                _tell("Slow query", {"where": self.place(), "milliseconds": round(took * 1000), "sql": shape(str(sql))})

    def header(self) -> str:
        """As `Server-Timing`; browsers show it beside the request."""
        parts = [
            f"total;dur={self.total * 1000:.1f}",
            f'db;dur={self.database * 1000:.1f};desc="{self.queries} queries"',
            f"template;dur={self.drawing * 1000:.1f}",
        ]
        return ", ".join(parts)


_costs: ContextVar[Costs | None] = ContextVar("costs", default=None)


@contextmanager
def measured(place: Callable[[], str]) -> Iterator[Costs]:
    """Count what happens inside, on all databases. `place` is asked late: a request learns its route on the way."""
    costs = Costs(place, perf_counter())
    token = _costs.set(costs)
    try:
        with ExitStack() as watching:
            for connection in connections.all():
                watching.enter_context(connection.execute_wrapper(costs.watch))
            yield costs
    finally:
        costs.total = perf_counter() - costs.began
        _costs.reset(token)


@contextmanager
def drawing() -> Iterator[None]:
    """A template is drawn; one inside another counts with it."""
    costs = _costs.get()
    if costs is None or costs.is_drawing:
        yield
        return
    costs.is_drawing, began = True, perf_counter()
    try:
        yield
    finally:
        costs.is_drawing = False
        costs.drawing += perf_counter() - began


def where() -> str:
    """The route or the task that is being worked on."""
    costs = _costs.get()
    return costs.place() if costs else NOWHERE


def route(request: HttpRequest) -> str:
    """The name of a request's address, `comments:write`; the address itself may hold a key to a comment."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else NOWHERE


def tell_if_slow(costs: Costs, method: str, status: int) -> None:
    if 0 < settings.SLOW_PAGE <= costs.total * 1000:
        facts = {
            "where": costs.place(),
            "milliseconds": round(costs.total * 1000),
            "method": method,
            "status": status,
            "queries": costs.queries,
            "database": round(costs.database * 1000),
            "template": round(costs.drawing * 1000),
        }
        _tell("Slow page", facts)


def _tell(what: str, facts: dict[str, Any]) -> None:
    told = ", ".join(f"{name} {value}" for name, value in facts.items())
    logger.warning("%s: %s", what, told, extra={"facts": facts})
