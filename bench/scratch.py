"""A database of its own for a measurement: nothing of the site is touched."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter


@contextmanager
def scratch() -> Iterator[None]:
    """Set Django up on a new SQLite file, or on a new database beside DATABASE_URL's, and take it away again."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    with tempfile.TemporaryDirectory(prefix="startalking-bench-") as folder:
        os.environ["DATA_DIR"] = folder  # noqa: TID251 (before there are settings)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startalking.settings")  # noqa: TID251
        import django

        django.setup()
        from django.db import connection
        from django.test.utils import setup_databases, teardown_databases

        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        old = setup_databases(verbosity=0, interactive=False)
        try:
            yield
        finally:
            teardown_databases(old, verbosity=0)


def timed(what: str, action: Callable[[object], object], arguments: list[object]) -> None:
    """Run once for each argument; print the median, the slowest of a hundred, and the slowest, in milliseconds."""
    taken = []
    for argument in arguments:
        started = perf_counter()
        action(argument)
        taken.append((perf_counter() - started) * 1000)
    taken.sort()
    late = taken[int(len(taken) * 0.99) - 1]
    print(f"{what:32} median {median(taken):7.1f} ms   99th {late:7.1f} ms   worst {taken[-1]:7.1f} ms")
