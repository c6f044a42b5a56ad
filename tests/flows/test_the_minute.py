"""What falls due with time happens without a visitor, once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from blog.models import Post
from comments.models import Report
from startalking.tick import tick
from tests.factories import make_comment, make_linkback, make_post, make_site

pytestmark = pytest.mark.django_db


def test_a_scheduled_post_is_announced_once_in_its_minute(time_machine):
    hour = timezone.now() + timedelta(hours=2)
    post = make_post(status=Post.Status.DRAFT)
    post.publish(at=hour)
    assert post.status == Post.Status.SCHEDULED
    tick()
    post.refresh_from_db()
    assert post.announced_at is None
    time_machine.move_to(hour + timedelta(seconds=30))
    tick()
    post.refresh_from_db()
    announced = post.announced_at
    assert (announced is not None, post.status) == (True, Post.Status.PUBLISHED)
    tick()
    post.refresh_from_db()
    assert post.announced_at == announced


@pytest.mark.parametrize("make", [make_comment, make_linkback])
def test_a_letter_that_could_not_be_sent_is_sent_a_minute_later_and_once(make):
    make(status="held")  # nobody to write to yet
    mail.outbox.clear()
    make_site(moderators="redaktion@blog.example")
    tick()
    assert [letter.to for letter in mail.outbox] == [["redaktion@blog.example"]]
    tick()
    assert len(mail.outbox) == 1


def test_a_letter_about_a_report_comes_once_though_its_task_got_lost():
    comment = make_comment()
    Report.objects.create(comment=comment, reason=Report.Reason.UNLAWFUL)
    Report.objects.create(comment=comment, settled_at=timezone.now())
    Report.objects.create(comment=comment, created_at=timezone.now() - timedelta(days=2))
    mail.outbox.clear()
    make_site(moderators="redaktion@blog.example")
    tick()
    assert [letter.to for letter in mail.outbox] == [["redaktion@blog.example"]]
    tick()
    assert len(mail.outbox) == 1


def test_a_letter_about_a_report_that_was_refused_is_sent_a_minute_later(monkeypatch):
    make_site(moderators="redaktion@blog.example")
    comment = make_comment()
    mail.outbox.clear()
    with monkeypatch.context() as broken:
        broken.setattr("startalking.core.mail.send", lambda *_, **__: False)
        Report(comment=comment, reason=Report.Reason.SPAM).submit()
    assert mail.outbox == []
    tick()
    tick()
    assert len(mail.outbox) == 1


def test_what_an_import_brought_is_no_news():
    make_comment(status="held", import_ref="wordpress:1")
    make_site(moderators="redaktion@blog.example")
    tick()
    assert mail.outbox == []


def test_a_duty_that_fails_does_not_stop_the_others():
    done = []

    def fails():
        raise RuntimeError

    def works():
        done.append("it")

    assert tick([fails, works]) == ["fails"]
    assert done == ["it"]
