"""Whether the site says of itself that it can work."""

import time
from pathlib import Path
from threading import Event

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from startalking import health, probes, tick
from startalking.health import FailingError, Health, Part
from tests.observed import observing

VERA = "vera@example.org"


def fail():
    raise OperationalError(VERA)


def work():
    pass


@pytest.fixture
def ask(client, monkeypatch):
    """Ask `/readyz`, as a process does that was never asked before."""

    def ask(parts=None, **more):
        monkeypatch.setattr(probes, "health", Health(parts or health.PARTS))
        answer = client.get("/readyz", **more)
        return answer, answer.json()

    return ask


@pytest.mark.django_db(transaction=True)
def test_a_site_with_all_its_parts_is_ready(ask):
    tick.tick([])
    answer, told = ask()
    assert (answer.status_code, told["status"]) == (200, "ready"), told
    assert list(told["parts"]) == ["database", "migrations", "cache", "data", "queue", "background"]
    assert set(told["parts"].values()) == {"ok"}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(("is_needed", "code", "status"), [(True, 503, "unavailable"), (False, 200, "degraded")])
def test_a_part_that_fails_is_named_and_why_is_only_in_the_log(ask, is_needed, code, status):
    with observing() as observed:
        answer, told = ask([Part("database", fail, is_needed=is_needed), Part("cache", work)])
    assert (answer.status_code, told) == (code, {"status": status, "parts": {"database": "failed", "cache": "ok"}})
    assert "Not well: database." in observed.lines
    assert "OperationalError" in observed.lines
    assert VERA not in observed.everything
    assert len(observed.events) == is_needed  # whoever is woken by Sentry is woken for readers


def test_who_hangs_is_left_hanging_and_not_asked_twice(monkeypatch):
    monkeypatch.setattr(health, "PATIENCE", 0.1)
    monkeypatch.setattr(health, "KEPT", 0.0)
    asked, end = [], Event()

    def hang():
        asked.append(1)
        end.wait(60)

    one = Health([Part("database", hang), Part("cache", work)])
    began = time.monotonic()
    answers = [one.answer() for _ in range(3)]
    assert time.monotonic() - began < 30
    assert [answer.status for answer in answers] == ["unavailable"] * 3
    assert [[is_well for _part, is_well in answer.parts] for answer in answers] == [[False, True]] * 3
    assert asked == [1]
    end.set()
    assert one._questions[0].is_well(time.monotonic() + 30)


def test_an_answer_is_kept_for_a_moment():
    asked = []
    one = Health([Part("database", lambda: asked.append(1))])
    assert [one.answer().status for _ in range(3)] == ["ready"] * 3
    assert asked == [1]


def test_a_failure_is_logged_once_until_it_is_over(monkeypatch, caplog):
    monkeypatch.setattr(health, "KEPT", 0.0)
    outcome = [fail]
    caplog.set_level("INFO")
    one = Health([Part("database", lambda: outcome[0]())])
    for step in (fail, fail, work, fail):
        outcome[0] = step
        one.answer()
    failing = ["Not well: database.", "The site is unavailable; what fails: database."]
    assert caplog.messages == [*failing, "The site is ready; what fails: nothing.", *failing]


@pytest.mark.django_db
def test_a_migration_that_is_missing_is_seen_until_it_is_applied():
    migrated = health.Migrations()
    MigrationRecorder(connection).record_unapplied("blog", last_of("blog"))
    with pytest.raises(FailingError):
        migrated()
    MigrationRecorder(connection).record_applied("blog", last_of("blog"))
    migrated()


def last_of(app):
    folder = Path(__file__).parents[1] / app / "migrations"
    return max(file.stem for file in folder.glob("0*.py"))


@pytest.mark.django_db
def test_once_up_to_date_it_is_not_asked_again(django_assert_num_queries):
    migrated = health.Migrations()
    migrated()
    with django_assert_num_queries(0):
        migrated()


def test_a_folder_nothing_can_be_written_to_is_not_well(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    health.data_folder()
    settings.DATA_DIR = tmp_path / "gone"
    with pytest.raises(FileNotFoundError):
        health.data_folder()


def test_a_cache_that_forgets_is_not_well(settings):
    health.cache_answers()
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    with pytest.raises(FailingError):
        health.cache_answers()


def test_the_background_is_well_while_minutes_go_by(time_machine, monkeypatch):
    times = [1_000_000.0]
    monkeypatch.setattr("startalking.core.heartbeat.age", lambda: times[0])
    with pytest.raises(FailingError):
        health.background()
    times[0] = 59.0
    health.background()


@pytest.mark.django_db
def test_the_tick_leaves_its_mark(settings):
    from startalking.core import heartbeat

    Path(settings.HEARTBEAT_FILE).unlink(missing_ok=True)
    if not settings.REDIS_URL:
        assert heartbeat.age() is None
    tick.tick([])
    assert heartbeat.age() < 60
