"""Numbers for a monitoring system, in the format of Prometheus. Nothing is counted while METRICS_TOKEN is not set.

Every process writes a file of its own in METRICS_DIR, and whoever is asked adds them up. Labels are names from the
code (routes, tasks, kinds of limits), never anything that came with a request.
"""

import os
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import Any, Final

from django.conf import settings

BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
OFTEN: Final = 5
"""Seconds."""

FORGOTTEN: Final = 7 * 24 * 3600
"""Seconds after which a file of another machine is nobody's any more: each new container has a new name."""

HOST: Final = socket.gethostname().replace("_", "-")


@dataclass(frozen=True)
class Figure:
    """A number that is looked up when it is asked for. With a `label`, `values` has one for each of its values."""

    name: str
    about: str
    values: Mapping[str, float]
    label: str = ""
    only_grows: bool = False


def is_on() -> bool:
    return bool(settings.METRICS_TOKEN)


def note_page(route: str, method: str, status: int, *, seconds: float, queries: int) -> None:
    """The administration is one route: its addresses are many and asked for rarely."""
    if is_on():
        label = route.partition(":")[0] if route.startswith("admin:") else route
        _meters().pages.labels(label, method, str(status)).observe(seconds)
        _meters().queries.labels(label).inc(queries)


@contextmanager
def task(name: str) -> Iterator[None]:
    """Whether it fails, and how long it takes."""
    began, outcome = time.perf_counter(), "failed"
    try:
        yield
        outcome = "done"
    finally:
        if is_on():
            _meters().tasks.labels(name, outcome).observe(time.perf_counter() - began)


def note_failed_duties(names: Iterable[str]) -> None:
    if is_on():
        for name in names:
            _meters().duties.labels(name).inc()


def note_refusal(limit: str) -> None:
    if is_on():
        _meters().refusals.labels(limit).inc()


def follow(counts: Mapping[str, int]) -> None:
    """Take over what the page cache counts for itself, every few seconds: at its door there is no time to tell."""

    def keep_up() -> None:
        told: dict[str, int] = {}
        while True:
            time.sleep(OFTEN)
            told = take_over(counts, told)

    if is_on():
        Thread(target=keep_up, name="meters", daemon=True).start()


def take_over(counts: Mapping[str, int], told: Mapping[str, int]) -> dict[str, int]:
    """Count what is more than was told, and return what is told now."""
    now = dict(counts)
    for outcome, number in now.items():
        _meters().kept_pages.labels(outcome).inc(number - told.get(outcome, 0))
    return now


def exposition(figures: Iterable[Figure]) -> tuple[bytes, str]:
    """What all processes counted, and these figures; the text and its content type."""
    from prometheus_client import CollectorRegistry
    from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    _meters()
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(settings.METRICS_DIR))  # type: ignore[no-untyped-call]
    registry.register(_Looked(figures))
    return generate_latest(registry), CONTENT_TYPE_LATEST


def sweep() -> None:
    """Remove what ended processes of this machine have left. For the start, when nobody counts yet."""
    for file in Path(settings.METRICS_DIR).glob("*_*.db"):
        host, _, process = file.stem.partition("_")[2].rpartition("-")
        is_gone = not _lives(int(process)) if host == HOST and process.isdigit() else _is_old(file)
        if is_gone:
            file.unlink(missing_ok=True)


class _Looked:
    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        for figure in self._figures:
            kind = CounterMetricFamily if figure.only_grows else GaugeMetricFamily
            family = kind(f"startalking_{figure.name}", figure.about, labels=[figure.label] if figure.label else None)
            for value, number in figure.values.items():
                family.add_metric([value] if figure.label else [], number)
            yield family


class _Meters:
    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram, values

        values.ValueClass = values.MultiProcessValue(_process)  # type: ignore[no-untyped-call]
        Path(settings.METRICS_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
        given: dict[str, Any] = {"namespace": "startalking", "registry": CollectorRegistry()}
        self.pages = Histogram(
            "page_seconds",
            "Pages that were made; those out of the page cache are not among them.",
            ["route", "method", "status"],
            buckets=BUCKETS,
            **given,
        )
        self.queries = Counter("page_queries", "Queries that pages made.", ["route"], **given)
        self.kept_pages = Counter("page_cache", "How the page cache answered.", ["outcome"], **given)
        self.tasks = Histogram("task_seconds", "Background tasks.", ["task", "outcome"], buckets=BUCKETS, **given)
        self.duties = Counter("duties_failed", "Duties of the minute's tick that failed.", ["duty"], **given)
        self.refusals = Counter("refusals", "What limits have refused.", ["limit"], **given)


@lru_cache
def _meters() -> _Meters:
    return _Meters()


def _process() -> str:
    """Two containers on one folder may have the same numbers for their processes."""
    return f"{HOST}-{os.getpid()}"


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_old(file: Path) -> bool:
    with suppress(FileNotFoundError):
        return file.stat().st_mtime < time.time() - FORGOTTEN
    return False
