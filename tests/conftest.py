"""What every test stands on: nothing reaches a queue, a mail server or the data of the checkout."""

import atexit
import shutil
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings

from startalking.core import fetch, redis_client, tasks
from startalking.core.fetch import FetchError
from startalking.core.pages import generations
from tests.web import Web

FOLDER = mkdtemp(prefix="startalking-tests-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

SURROUNDINGS = override_settings(
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    COUNTERS_FILE=f"{FOLDER}/counters",
    HEARTBEAT_FILE=f"{FOLDER}/heartbeat",
    MEDIA_ROOT=f"{FOLDER}/media",
    METRICS_DIR=f"{FOLDER}/metrics",
    PAGES_DIR=f"{FOLDER}/pages",
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    STATIC_ROOT=FOLDER,
    STORAGES={
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
)


def pytest_configure():
    SURROUNDINGS.enable()


def pytest_unconfigure():
    SURROUNDINGS.disable()


@pytest.fixture(autouse=True)
def nobody_was_counted_yet(monkeypatch):
    """Limits begin at zero, and no page is kept. What is in Redis of earlier tests, and of tests that run beside this
    one, stays apart.
    """
    Path(settings.COUNTERS_FILE).unlink(missing_ok=True)
    monkeypatch.setattr(settings, "REDIS_PREFIX", f"startalking.tests.{uuid4().hex}")
    monkeypatch.setattr(redis_client, "_pause", redis_client.Pause())
    monkeypatch.setattr(tasks, "_silence", redis_client.Pause())
    generations.begin()


@pytest.fixture
def connection_stays(monkeypatch):
    """The end of a request would close the connection that the test's transaction lives in."""
    monkeypatch.setattr("django.http.response.signals.request_finished.send", lambda **_facts: [])
    monkeypatch.setattr("django.core.handlers.wsgi.signals.request_started.send", lambda **_facts: [])


@pytest.fixture(autouse=True)
def no_thread_outlives_its_test(monkeypatch):
    """What the page cache counted is taken over for ever, once somebody has begun."""
    monkeypatch.setattr("startalking.probes.meters.follow", lambda _counts: None)


@pytest.fixture(autouse=True)
def nothing_is_fetched(monkeypatch):
    """Other servers are out of reach, whatever page a test makes the site want. `web` has pages instead; who asks a
    server of the own overrides this.
    """
    cache.clear()  # pages that were read in another test

    def nobody(url, *_, **__):
        raise FetchError(f"Tests have no network: {url}")

    for name in ("call", "get", "head", "post"):
        monkeypatch.setattr(fetch, name, nobody)


@pytest.fixture
def web(nothing_is_fetched, monkeypatch):
    """Pages elsewhere, as the test writes them: `web["https://example.org/"] = "<p>…</p>"`."""
    pages = Web()
    for name, answer in (("get", pages.page), ("head", pages.page), ("post", pages.take)):
        monkeypatch.setattr(fetch, name, answer)
    return pages


def called(callback, *, robust):
    """As Django calls it after a commit: the name of a robust one that fails goes into the log."""
    try:
        callback()
    except Exception:
        if not robust:
            raise
        assert callback.__qualname__


@pytest.fixture(autouse=True)
def commits_happen(monkeypatch):
    """Inside the transaction that wraps a test, the end of the code's own outermost transaction counts as the commit.

    So reactions and tasks run when they would run in operation, without the price of `transaction=True`.
    """
    leave, promise = transaction.Atomic.__exit__, BaseDatabaseWrapper.on_commit

    def only_the_test_is_open():
        blocks = connection.atomic_blocks
        return bool(blocks) and all(block._from_testcase for block in blocks)

    def commit():
        """Call what waits, in its order; a robust callback may fail, as after a real commit."""
        while only_the_test_is_open() and not connection.needs_rollback and connection.run_on_commit:
            _savepoints, callback, robust = connection.run_on_commit.pop(0)
            called(callback, robust=robust)

    def leave_and_commit(block, *error):
        leave(block, *error)
        if not block._from_testcase:
            commit()

    def promise_and_commit(wrapper, func, robust=False):
        promise(wrapper, func, robust)
        commit()

    monkeypatch.setattr(transaction.Atomic, "__exit__", leave_and_commit)
    monkeypatch.setattr(BaseDatabaseWrapper, "on_commit", promise_and_commit)
