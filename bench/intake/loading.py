"""The order in which a folder is loaded, in one transaction."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from django.core.management.color import no_style
from django.db import connection, transaction

from blog import events
from blog.models import Category, Filing, Post, Site, Tag
from comments.models import Comment
from intake import conversations, posts, subjects
from intake.lines import UnreadableError
from intake.survey import Survey, survey
from startalking.core.events import announce
from startalking.preparation import prepare
from widgets.models import Widget


@dataclass(frozen=True)
class Loaded:
    """`notes` say what was left out or moved, and how often."""

    counts: dict[str, int]
    notes: Counter[str]
    reading: float
    seconds: float


def prepared() -> str:
    """Make the tables where there are none, and what a new site begins with; its editor's password."""
    if "django_migrations" in connection.introspection.table_names():
        return ""
    editor = prepare(demo=False)
    return editor.password if editor else ""


def load(folder: Path, *, skip: bool = False) -> Loaded:
    """Everything, or nothing at all. Raises `UnreadableError` with all that is wrong in the files, unless it may be
    left out.
    """
    began = perf_counter()
    taken = set(Post.objects.values_list("slug", flat=True))
    found = survey(folder, taken)
    _tell_problems(found, skip=skip)
    reading = perf_counter() - began
    before = _counted()
    with transaction.atomic(), Site.objects.remembered():
        _write(found, taken)
    counts = {name: count - before[name] for name, count in _counted().items()}
    return Loaded(counts, found.notes, reading, perf_counter() - began)


def _counted() -> dict[str, int]:
    models = {"categories": Category, "tags": Tag, "posts": Post, "comments": Comment}
    return {name: model._default_manager.count() for name, model in models.items()}


def _tell_problems(found: Survey, *, skip: bool) -> None:
    if skip or not found.problem_count:
        found.notes += Counter({"lines left out: they cannot be read": found.problem_count})
        return
    more = found.problem_count - len(found.problems)
    told = [*found.problems, f"... and {more:,} more."] if more else found.problems
    raise UnreadableError(
        "\n".join([*told, "Nothing was loaded. Correct the files, or leave these lines out: --skip."])
    )


def _write(found: Survey, taken: set[str]) -> None:
    filed = subjects.take_over(found)
    keys = posts.take_over(found, filed, taken)
    conversations.take_over(found, keys)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Comment]):
            cursor.execute(statement)
    if keys:
        Filing.objects.recount()
    Widget.objects.all().forget_facts()
    site = Site.objects.current()
    announce(events.configured, site, site=site)
