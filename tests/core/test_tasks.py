import signal
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import override_settings
from django_tasks import task
from huey import RedisHuey
from huey.contrib.djhuey import HUEY
from redis import TimeoutError as SilentError

from startalking.core import redis_client, tasks
from startalking.settings import REDIS_WAITS, patient
from tests.own_redis import started_redis

done = []


@task()
def note(word, *, loud=False):
    done.append(word.upper() if loud else word)


@pytest.fixture
def queue(monkeypatch):
    """Huey with its queue in memory, as in operation otherwise."""
    done.clear()
    monkeypatch.setattr(HUEY, "_immediate", False)
    HUEY.immediate_use_memory = True
    HUEY.immediate = True
    HUEY._immediate = False
    with override_settings(TASKS={"default": {"BACKEND": "startalking.core.tasks.HueyBackend"}}):
        yield HUEY
    HUEY.immediate = False


def work(queue):
    while job := queue.dequeue():
        queue.execute(job)


@pytest.mark.django_db
def test_a_task_runs_with_what_it_was_given(queue):
    note.enqueue("hallo", loud=True)
    assert done == []
    work(queue)
    assert done == ["HALLO"]


@pytest.mark.django_db
def test_a_task_waits_for_the_commit(queue):
    with transaction.atomic():
        note.enqueue("later")
        assert queue.pending_count() == 0
    assert queue.pending_count() == 1


@pytest.mark.django_db
def test_a_transaction_that_fails_leaves_no_task(queue):
    with transaction.atomic():
        note.enqueue("never")
        transaction.set_rollback(True)
    assert queue.pending_count() == 0


@pytest.mark.django_db
def test_a_queue_out_of_reach_does_not_break_the_request(queue, monkeypatch):
    def refuse(job):
        raise ConnectionError("gone")

    monkeypatch.setattr(queue, "enqueue", refuse)
    with transaction.atomic():
        note.enqueue("lost")
    assert done == []


@pytest.mark.django_db
def test_nothing_is_kept_of_a_task_that_ran(queue):
    note.enqueue("hallo")
    work(queue)
    assert queue.result_count() == 0


class TestARedisThatHangs:
    @pytest.fixture
    def address(self, tmp_path):
        with started_redis(tmp_path) as process:
            process.send_signal(signal.SIGSTOP)
            yield f"unix://{tmp_path}/redis.sock"
            process.send_signal(signal.SIGCONT)

    @pytest.fixture
    def hung(self, queue, address, monkeypatch, settings):
        """The queue in that Redis, and how long it is waited for."""
        settings.REDIS_URL, patience = address, 0.5
        hung = RedisHuey("hangs", url=f"{address}?socket_timeout={patience}")
        hung._registry = queue._registry
        monkeypatch.setattr(tasks, "HUEY", hung)
        return patience

    @pytest.mark.django_db
    def test_it_holds_up_whoever_has_tasks_once_for_all_of_them(self, hung):
        began = time.monotonic()
        with transaction.atomic():
            for _number in range(5):
                note.enqueue("waits for the minute")
        assert hung <= time.monotonic() - began < 2 * hung

    @pytest.mark.django_db(transaction=True)
    def test_nobody_sees_an_error_for_it_and_what_else_is_to_be_done_is_done(self, hung, monkeypatch):
        others = []
        with transaction.atomic():
            note.enqueue("lost")
            transaction.on_commit(lambda: others.append("after the commit"))
        note.enqueue("lost outside of a transaction as well")
        assert others == ["after the commit"]

    @pytest.mark.django_db
    def test_a_page_that_found_it_silent_says_nothing_of_the_queue(self, queue, tmp_path, monkeypatch, settings):
        with started_redis(tmp_path):
            settings.REDIS_URL = f"unix://{tmp_path}/redis.sock"
            well = RedisHuey("well", url=settings.REDIS_URL)
            well._registry = queue._registry
            monkeypatch.setattr(tasks, "HUEY", well)
            redis_client._pause.begin()
            note.enqueue("goes in")
            assert well.pending_count() == 1

    def test_it_does_not_hold_up_the_cache_for_ever(self, address):
        live = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address, "OPTIONS": REDIS_WAITS}
        with override_settings(CACHES={"default": live}), pytest.raises(SilentError):
            caches["default"].get("anything")

    @pytest.mark.parametrize("address", ["redis://127.0.0.1:6379/0", "unix:///run/redis.sock?db=1"])
    def test_who_gave_the_address_is_still_understood(self, address):
        asked, given = parse_qs(urlsplit(patient(address)).query), parse_qs(urlsplit(address).query)
        assert asked == given | {name: [str(seconds)] for name, seconds in REDIS_WAITS.items()}
