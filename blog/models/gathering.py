"""Several kinds of things that hang on one row, read in one query."""

from typing import Any

from django.db import models
from django.db.models import Value


def gather(thing: models.Model, *relations: str) -> None:
    """Read what `thing` has of each relation to many, with key, name and address part; other columns come when asked.

    What was read lies where Django looks for it: `thing.tags.all()` costs no query any more.
    """
    managers = {relation: getattr(thing, relation) for relation in relations}
    rows = [
        manager.order_by().annotate(relation=Value(relation)).values_list("relation", "pk", "name", "slug")
        for relation, manager in managers.items()
    ]
    found: dict[str, list[list[Any]]] = {relation: [] for relation in relations}
    for relation, *columns in rows[0].union(*rows[1:], all=True):
        found[relation].append(columns)
    kept = vars(thing).setdefault("_prefetched_objects_cache", {})
    for relation, manager in managers.items():
        kept[relation] = _read(manager.all(), sorted(found[relation], key=lambda columns: columns[1]))


def _read(query: Any, rows: list[list[Any]]) -> Any:
    """`query` as if it had been asked."""
    query._result_cache = [query.model.from_db(query.db, ["id", "name", "slug"], columns) for columns in rows]
    query._prefetch_done = True
    return query
