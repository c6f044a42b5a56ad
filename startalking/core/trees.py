"""Safe writes to mptt trees. Why each rule is here is measured in `docs/trees.md`.

Threads are trees of their own (`tree_id` is the root's primary key), written under a lock on what they hang on.
Editors' trees (categories, pages, menus, sections) share one lock for each structural write.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction

LOCK: Final = 7_315_001
"""PostgreSQL's advisory lock for editors' trees; any number that nobody else uses."""


@contextmanager
def structure_lock() -> Iterator[None]:
    """Hold the one lock for editors' trees until the transaction ends. SQLite needs none: IMMEDIATE locks all."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield
