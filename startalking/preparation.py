"""From a fresh clone, or after an update, to a site that can be served. Every step may be repeated."""

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from startalking import starter
from startalking.core import index
from startalking.demo import texts

EDITOR = "redaktion"
GROUP = "Redaktion"
WORKPLACES = ("blog", "comments", "knowledgebase", "linkbacks", "widgets")  # the apps an editor works with
LOCK = 7_315_002
"""PostgreSQL's advisory lock for what brings the database up to date; trees.py has its neighbour."""
LEGAL_PAGES = ("13-impressum", "14-datenschutz")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another


class PreparationError(Exception):
    """Says in one sentence what stands in the way."""


@dataclass(frozen=True)
class Editor:
    """The first editor, who has just been made. `warning` is what the operator should know besides, mostly nothing."""

    password: str
    warning: str = ""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two starts on one DATA_DIR wait for each other. Raises `PreparationError` where the lock is another user's."""
    path = settings.DATA_DIR / "preparation.lock"
    try:
        opened = path.open("w")
    except OSError as error:
        facts = {"path": path, "reason": error.strerror}
        raise PreparationError(_("This user cannot use “%(path)s”: %(reason)s.") % facts) from error
    with opened as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(*, demo: bool = True) -> Editor | None:
    """Bring database and static files up to date. On the very first start load the demo or lay the few things a site
    cannot do without. Where there is no user make an editor, and return him.
    """
    reach_database()
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)
    with alone_with_database():
        call_command("migrate", interactive=False, verbosity=0)
        return first_start(demo=demo)


def reach_database() -> None:
    """Knock once, past the pool: that one would wait and try again."""
    visitor = past_the_pool()
    try:
        visitor.ensure_connection()
    except OperationalError as error:
        reason = " ".join(str(error).split())
        raise PreparationError(_("The database cannot be reached: %(reason)s") % {"reason": reason}) from error
    visitor.close()


@contextmanager
def alone_with_database() -> Iterator[None]:
    """Machines that start at once with one database wait for each other. With SQLite there is but one machine."""
    if connection.vendor != "postgresql":
        yield
        return
    visitor = past_the_pool()
    with visitor.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        visitor.close()  # and with it goes the lock


def past_the_pool() -> BaseDatabaseWrapper:
    """A connection of its own to the database."""
    visitor = connection.copy()
    visitor.settings_dict["OPTIONS"].pop("pool", None)
    return visitor


def first_start(*, demo: bool) -> Editor | None:
    """Only a site that has never been started gets the demo: who deletes it is not given it again, and who lost the
    database not either. But nobody is locked out.
    """
    started, has_users = settings.DATA_DIR / "started", get_user_model().objects.exists()
    is_first, editor = not started.exists(), None
    if has_users and not is_first:
        return None
    if not has_users:
        warning = "" if is_first or has_texts() else warning_of_loss()
        with transaction.atomic():
            if demo and is_first:
                call_command("demo", verbosity=0)
            editor = Editor(make_editor(), warning)
    make_group()
    if is_first:
        starter.lay([texts.read(f"pages/{name}") for name in LEGAL_PAGES])
        started.touch()
    return editor


def has_texts() -> bool:
    return any(model._default_manager.exists() for model in index.kinds().values())


def warning_of_loss() -> str:
    return _(
        "This database is empty although the site was started before: restore the backup"
        " (docs/operation.md#backup), or move the contents of the old database here"
        " (docs/scaling.md#moving-to-postgresql)."
    )


def make_editor() -> str:
    password = "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(4))
    get_user_model().objects.create_superuser(EDITOR, password=password)
    return password


@transaction.atomic
def make_group() -> None:
    """All that editors need who are no superusers: content, not accounts. A group that is there stays as it is."""
    group, is_new = Group.objects.get_or_create(name=GROUP)
    if is_new:
        group.permissions.set(Permission.objects.filter(content_type__app_label__in=WORKPLACES))
