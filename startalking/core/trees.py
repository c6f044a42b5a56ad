"""Safe writes to mptt trees. Why each rule is here is measured in `docs/trees.md`.

Threads are trees of their own (`tree_id` is the root's primary key), written under a lock on what they hang on.
Editors' trees (categories, pages, menus, sections) share one lock for each structural write.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, Final

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


class Where(StrEnum):
    """Places beside a node, by the names that mptt has for them."""

    BEFORE = "left"
    AFTER = "right"
    BELOW = "last-child"


def place(node: Any, beside: Any, where: Where) -> None:
    """Put `node` before, after or below `beside`, which is of the same editors' tree.

    Nodes that have a position are counted anew around it; a tree that is sorted by name keeps that order. Raises
    `InvalidMove` where `node` would come to stand below itself.
    """
    rows = type(node)._default_manager
    with structure_lock():
        node, beside = rows.get(pk=node.pk), rows.get(pk=beside.pk)
        node.parent = beside if where is Where.BELOW else beside.parent
        if hasattr(node, "position"):
            _count_anew(node, beside, where)
        node.save()


def _count_anew(node: Any, beside: Any, where: Where) -> None:
    """Give the new siblings of `node` their numbers, and `node` one that differs from its old: mptt looks at that."""
    rows = type(node)._default_manager
    siblings = list(rows.filter(parent=node.parent).exclude(pk=node.pk).order_by("tree_id", "lft"))
    place = len(siblings) if where is Where.BELOW else siblings.index(beside) + (where is Where.AFTER)
    siblings.insert(place, node)
    first = 2 if node.position == place + 1 else 1
    node.position = place + first
    for position, sibling in enumerate(siblings, start=first):
        if sibling is not node and sibling.position != position:
            rows.filter(pk=sibling.pk).update(position=position)
