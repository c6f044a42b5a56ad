"""From one database to another, SQLite to PostgreSQL or back: every row as it is, all of them or none.

Rows are written past the models' own `save`: no date is set anew and no event announced, so nobody gets a letter and no
server a call.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.sql import InsertQuery
from django.utils.translation import gettext as _

from blog.models import Site
from startalking.core import index
from startalking.preparation import alone_with_database
from startalking.settings import database

SOURCE: Final = "source"
BATCH: Final = 500
SEARCH: Final = "core"
"""The app that holds the search's index: it is not moved but made anew, for its table is another in each database."""

FILLED_BY_MIGRATE: Final = (Permission, ContentType)
"""In the order in which they can be emptied."""


class MoveError(Exception):
    """Says in one sentence what stands in the way. Nothing has been moved then."""


def open_source(address: str) -> None:
    """Let `SOURCE` be the database that is moved from: the path of an SQLite file, or an address as in DATABASE_URL."""
    stated = _stated(address)
    if _place(stated) == _place(connection.settings_dict):
        raise MoveError(_("This is the database the site uses already. Set DATABASE_URL to the new one."))
    if stated["ENGINE"].endswith("sqlite3"):
        if not Path(stated["NAME"]).is_file():
            raise MoveError(_("There is no database “%(path)s”.") % {"path": stated["NAME"]})
        stated["OPTIONS"] = settings.SQLITE_OPTIONS  # IMMEDIATE: nobody else writes to it meanwhile
    connections.settings[SOURCE] = connections.configure_settings({DEFAULT_DB_ALIAS: {}, SOURCE: stated})[SOURCE]


def move() -> Iterator[tuple[str, int]]:
    """Bring the new database up to date and move everything, in one transaction. Yields each model's name and number
    of rows; whoever stops asking moves nothing. Raises `MoveError`.
    """
    _ensure_known()
    with alone_with_database():
        call_command("migrate", interactive=False, verbosity=0)
        tables = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label != SEARCH]
        _ensure_empty([model for model in tables if model not in FILLED_BY_MIGRATE])
        with transaction.atomic(using=SOURCE), transaction.atomic():
            for filled in FILLED_BY_MIGRATE:
                filled._default_manager.all().delete()
            for model in tables:
                if number := _copy(model):
                    yield model._meta.label, number
            for model in tables:
                _ensure_same(model)
            _go_on_numbering(tables)
            ContentType.objects.clear_cache()
            yield str(_("texts in the search")), _fill_search()
        (settings.DATA_DIR / "started").touch()  # or the next start would take the site for a new one


def _stated(address: str) -> dict[str, Any]:
    if "://" not in address:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(address).expanduser().resolve())}
    try:
        return database(address)
    except ValueError as error:
        kind = urlsplit(address).scheme  # the rest may hold a password
        raise MoveError(_("An address that begins with “%(kind)s” cannot be read.") % {"kind": kind}) from error


def _place(stated: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(stated.get(name) or "") for name in ("ENGINE", "NAME", "HOST", "PORT"))


def _ensure_known() -> None:
    """Tables and columns are those of this version, none missing and none more."""
    try:
        executor = MigrationExecutor(connections[SOURCE])
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        raise MoveError(_("The old database cannot be read: %(reason)s") % {"reason": reason}) from error
    is_behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if is_behind or set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations):
        raise MoveError(
            _("The old database is of another version. Start the site with it once more, in this version, and stop it.")
        )


def _ensure_empty(tables: list[type[models.Model]]) -> None:
    filled = [model._meta.label for model in tables if model._default_manager.exists()]
    if filled:
        facts = {"names": ", ".join(filled)}
        raise MoveError(
            _("The new database is not empty (%(names)s). Take an empty one: docs/scaling.md#moving-to-postgresql")
            % facts
        )


def _copy(model: type[models.Model]) -> int:
    rows, number = model._base_manager.using(SOURCE).order_by("pk").iterator(chunk_size=BATCH), 0
    while batch := list(islice(rows, BATCH)):
        _write(model, batch)
        number += len(batch)
    return number


def _write(model: type[models.Model], rows: list[models.Model]) -> None:
    """SQLite keeps what PostgreSQL refuses, such as longer texts than were allowed: then name the row."""
    try:
        with transaction.atomic():
            _insert(model, rows)
    except (DatabaseError, ValueError) as error:
        if len(rows) > 1:
            for row in rows:
                _write(model, [row])
            return
        facts = {"name": model._meta.label, "key": rows[0].pk, "reason": " ".join(str(error).split())}
        raise MoveError(_("%(name)s %(key)s cannot be moved: %(reason)s") % facts) from error


def _insert(model: type[models.Model], rows: list[models.Model]) -> None:
    """As fixtures are written (raw), but many at once: `bulk_create` would date them anew."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    most = connection.ops.bulk_batch_size([field.name for field in fields], rows)
    for begin in range(0, len(rows), most):
        query = InsertQuery(model)
        query.insert_values(fields, rows[begin : begin + most], raw=True)
        query.get_compiler(DEFAULT_DB_ALIAS).execute_sql()


def _ensure_same(model: type[models.Model]) -> None:
    """Read everything back, columns that the database computes as well. By keys: databases sort texts differently."""
    names = [field.attname for field in model._meta.concrete_fields]
    old, new = (model._base_manager.using(alias) for alias in (SOURCE, DEFAULT_DB_ALIAS))
    rows = old.order_by("pk").values("pk", *names).iterator(chunk_size=BATCH)
    is_same = old.count() == new.count()
    while is_same and (batch := {row["pk"]: row for row in islice(rows, BATCH)}):
        is_same = batch == {row["pk"]: row for row in new.filter(pk__in=batch).values("pk", *names)}
    if not is_same:
        raise MoveError(_("%(name)s did not arrive as it was.") % {"name": model._meta.label})


def _go_on_numbering(tables: list[type[models.Model]]) -> None:
    """New rows get numbers nobody has, nor had: letters and links may still name what was deleted."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        if connection.vendor != "postgresql" or connections[SOURCE].vendor != "sqlite":
            return
        with connections[SOURCE].cursor() as old:
            old.execute("SELECT name, seq FROM sqlite_sequence WHERE seq > 0")
            last = dict(old.fetchall())
        for model in tables:
            name, key = model._meta.db_table, model._meta.pk.column
            if name in last:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [name, key, last[name]])


def _fill_search() -> int:
    with Site.objects.remembered():
        return sum(1 for _kind in index.rebuild())
