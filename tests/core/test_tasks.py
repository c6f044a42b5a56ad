import pytest
from django.db import transaction
from django.test import override_settings
from django_tasks import task
from huey.contrib.djhuey import HUEY

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
