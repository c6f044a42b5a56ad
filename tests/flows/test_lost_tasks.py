"""A task may get lost, come twice, or too late: what is to be done waits in a row, and the minute finds it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks.backends.immediate import ImmediateBackend

from blog.models import Post
from blog.tasks import index_entry
from linkbacks.models import Outgoing
from startalking.core import index, search, waiting
from startalking.core.models import Waiting
from startalking.tick import tick
from tests.factories import make_image, make_post

pytestmark = pytest.mark.django_db

TEXT = "blog.post"


@pytest.fixture
def lost(monkeypatch):
    """Tasks that are enqueued get lost, until the test ends this."""
    with monkeypatch.context() as broken:
        broken.setattr(ImmediateBackend, "enqueue", lambda *_task: None)
        yield broken


def minutes(time_machine, number):
    for _minute in range(number):
        time_machine.move_to(timezone.now() + timedelta(minutes=1, seconds=1))
        tick()


def titles(query):
    return [found.title for found in search.find(query, "de").found]


def test_a_text_is_found_and_tells_others_though_its_tasks_got_lost(lost, time_machine):
    post = make_post(title="Zuhören", status=Post.Status.DRAFT, body='<p><a href="https://example.org/">dort</a></p>')
    post.publish()
    lost.undo()
    tick()
    assert titles("zuhören") == []  # its task may still come
    minutes(time_machine, 3)
    assert titles("zuhören") == ["Zuhören"]
    assert Outgoing.objects.on(post).exists()
    assert not Waiting.objects.exists()


def test_new_words_of_a_picture_come_into_the_texts_though_the_task_got_lost(lost, time_machine):
    image = make_image(alt="Alt")
    post = make_post(body=f'<p><img src="{image.file.url}" alt=""></p>')
    image.alt = "Zwei im Gespräch"
    image.save()
    image.record_edit()
    lost.undo()
    minutes(time_machine, 3)
    post.refresh_from_db()
    assert "Zwei im Gespräch" in post.html


def test_what_fails_is_tried_again_with_growing_pauses(monkeypatch, time_machine):
    tried = []

    def fail(*text):
        tried.append(text)
        raise RuntimeError

    monkeypatch.setattr(index, "refresh", fail)
    waiting.enqueue(index_entry, TEXT, 1)
    minutes(time_machine, 15)
    assert tried == [(TEXT, 1)] * 4  # at once, after two, six and fourteen minutes


def test_a_queue_that_is_away_for_hours_is_no_failure_of_the_work(lost, time_machine):
    post = make_post(title="Zuhören")
    waiting.enqueue(index_entry, TEXT, post.pk)
    minutes(time_machine, 180)
    lost.undo()
    minutes(time_machine, 3)
    assert titles("zuhören") == ["Zuhören"]


def test_a_task_that_is_no_longer_there_stops_no_other(caplog, time_machine):
    post = make_post(title="Zuhören")
    Waiting.objects.note("blog.tasks.was_renamed", [post.pk])
    Waiting.objects.note("blog.tasks.index_entry", [TEXT, post.pk])
    minutes(time_machine, 3)
    assert titles("zuhören") == ["Zuhören"]
    assert "blog.tasks.was_renamed" in caplog.text


def test_of_two_ticks_one_takes_a_row_up(time_machine):
    Waiting.objects.note("blog.tasks.index_entry", [TEXT, 1])
    now = timezone.now() + Waiting.PATIENCE
    first, second = Waiting.objects.get(), Waiting.objects.get()
    assert [row.change(due_at=now + Waiting.PATIENCE) for row in (first, second)] == [True, False]
    assert Waiting.objects.take_up(now) == []


def test_a_second_change_waits_in_the_same_row_and_from_the_beginning(lost):
    waiting.enqueue(index_entry, TEXT, 1)
    Waiting.objects.update(tries=5)
    waiting.enqueue(index_entry, TEXT, 1)
    assert [row.tries for row in Waiting.objects.all()] == [0]


def test_work_that_somebody_has_done_is_not_done_again(monkeypatch):
    done = []
    monkeypatch.setattr(index, "refresh", lambda *text: done.append(text))
    waiting.enqueue(index_entry, TEXT, make_post().pk)
    index_entry.call(TEXT, Post.objects.get().pk)
    assert len(done) == 1


def test_who_was_overtaken_looks_again(monkeypatch):
    """A worker has read a text; it changes, another one reads and writes it; then the first one writes what it read."""
    post, refresh, seen = make_post(title="Früher"), index.refresh, []

    def overtaken(kind, key):
        seen.append(Post.objects.get(pk=key).title)
        if len(seen) == 1:
            Post.objects.filter(pk=key).update(title="Später")
            waiting.enqueue(index_entry, kind, key)
            Post.objects.filter(pk=key).update(title="Früher")  # as it was read
            refresh(kind, key)
            Post.objects.filter(pk=key).update(title="Später")
        else:
            refresh(kind, key)

    monkeypatch.setattr(index, "refresh", overtaken)
    waiting.enqueue(index_entry, TEXT, post.pk)
    assert titles("später") == ["Später"]
    assert not Waiting.objects.exists()


def test_what_changes_while_a_worker_reads_waits_for_its_own_task(monkeypatch, time_machine):
    post, refresh, read = make_post(title="Früher"), index.refresh, []

    def slow(kind, key):
        refresh(kind, key)
        read.append(key)
        if len(read) == 1:
            Post.objects.filter(pk=key).update(title="Später")
            Waiting.objects.note("blog.tasks.index_entry", [kind, key])

    monkeypatch.setattr(index, "refresh", slow)
    waiting.enqueue(index_entry, TEXT, post.pk)
    assert len(read) == 1
    minutes(time_machine, 3)
    assert titles("später") == ["Später"]


def test_two_workers_that_overlap_leave_the_work_to_the_minute_and_do_not_go_on_for_ever():
    Waiting.objects.note("blog.tasks.index_entry", [TEXT, 1])
    first = Waiting.objects.get()
    Waiting.objects.note("blog.tasks.index_entry", [TEXT, 1])
    second = Waiting.objects.get()
    assert [(row.settle(), row.renew()) for row in (first, second)] == [(False, True)] * 2
    assert Waiting.objects.get().due_at > timezone.now()
