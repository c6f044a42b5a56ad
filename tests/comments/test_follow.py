"""Who is told what, and that two processes do not tell it twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from comments.models import Comment, Follow, Writer
from comments.tasks import ask_follower, tell_follower
from startalking.core import mail as door
from tests.factories import make_comment, make_post
from tests.letters import followed, server_down, server_up, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def follow():
    return followed(make_post())


def shown(follow, number=1, *, at=None):
    """Comments that came out, of which nobody has told the follower yet."""
    said = [make_comment(follow.target) for _number in range(number)]
    mail.outbox.clear()
    moment = at or timezone.now()
    for comment in said:
        Comment.objects.filter(pk=comment.pk).update(shown_at=moment)
    Follow.objects.update(told_up_to=moment - timedelta(seconds=1), letters=0)
    follow.refresh_from_db()
    return said


def test_while_one_process_writes_another_leaves_the_follower_alone(follow):
    shown(follow)
    one, other = (Follow.objects.get(pk=follow.pk) for _process in range(2))
    assert (one.take_up(), other.take_up()) == (True, False)
    one.lay_down()
    assert other.take_up()


def test_a_process_that_died_does_not_silence_the_follower(follow, time_machine):
    assert follow.take_up()
    time_machine.move_to(timezone.now() + Follow.BUSY_FOR + timedelta(seconds=1))
    assert Follow.objects.get(pk=follow.pk).take_up()


def test_a_letter_is_claimed_once_even_by_a_process_that_was_thought_dead(follow):
    shown(follow)
    one, other = (Follow.objects.get(pk=follow.pk) for _process in range(2))
    assert one.claim(one.next_letter())
    assert not other.claim(other.next_letter())


def test_a_task_that_comes_twice_at_once_sends_one_letter(follow, monkeypatch):
    shown(follow)
    send = door.send

    def slowly(*letter, **more):
        tell_follower.enqueue(follow.pk)
        return send(*letter, **more)

    monkeypatch.setattr(door, "send", slowly)
    tell_follower.enqueue(follow.pk)
    tell_follower.enqueue(follow.pk)
    assert len(mail.outbox) == 1


def test_the_question_is_asked_by_one_process(follow):
    asked = Follow.objects.begin(Writer.objects.with_address("neu@example.org"), follow.target)
    Follow.objects.filter(pk=asked.pk).update(confirmation_wished_at=timezone.now())
    one, other = (Follow.objects.get(pk=asked.pk) for _process in range(2))
    assert (one.claim_confirmation(), other.claim_confirmation()) == (True, False)


def test_a_question_that_was_answered_meanwhile_is_not_asked(follow):
    Follow.objects.filter(pk=follow.pk).update(confirmation_wished_at=timezone.now())
    ask_follower.enqueue(follow.pk)
    assert mail.outbox == []


def test_comments_that_came_out_in_the_same_moment_share_a_letter_and_none_is_lost(follow):
    said = shown(follow, 2)
    tell_follower.enqueue(follow.pk)
    (letter,) = mail.outbox
    assert all(comment.get_absolute_url() in letter.body for comment in said)


def test_many_at_once_come_as_a_digest_and_the_longest_says_how_many_more(follow):
    shown(follow, 33)
    tell_follower.enqueue(follow.pk)
    (digest,) = mail.outbox
    assert "33" in digest.subject
    assert digest.body.count("Das sehe ich anders.") == 30


def test_what_is_no_news_is_passed_over_and_not_looked_at_each_minute(follow):
    make_comment(follow.target, email=follow.writer.email)
    assert list(Follow.objects.behind(timezone.now())) == [follow]
    tell_follower.enqueue(follow.pk)
    assert list(Follow.objects.behind(timezone.now())) == []
    assert mail.outbox == []


def test_news_of_yesterday_are_none(follow):
    shown(follow, at=timezone.now() - Follow.TRIED_FOR - timedelta(minutes=1))
    assert list(Follow.objects.behind(timezone.now())) == []
    tell_follower.enqueue(follow.pk)
    assert mail.outbox == []


def test_an_end_between_two_letters_is_respected(follow):
    shown(follow)
    news = follow.next_letter()
    Follow.objects.get(pk=follow.pk).end()
    assert not follow.claim(news)


def test_what_was_refused_is_news_again_and_does_not_count(follow, settings):
    shown(follow)
    server_down(settings)
    tell_follower.enqueue(follow.pk)
    server_up(settings)
    follow.refresh_from_db()
    assert follow.letters == 0
    tell_follower.enqueue(follow.pk)
    assert len(to(follow.writer.email)) == 1


def test_a_page_and_one_of_its_threads_are_two_things_to_follow(follow):
    root = make_comment(follow.target)
    for _again in range(2):
        Follow.objects.begin(follow.writer, follow.target, root)
    assert follow.writer.follows.count() == 2


def test_who_follows_a_page_and_one_of_its_threads_gets_one_letter(follow):
    root = make_comment(follow.target)
    followed(follow.target, follow.writer.email, root)
    mail.outbox.clear()
    make_comment(parent=root)
    assert len(mail.outbox) == 1
    follow.end()
    make_comment(parent=root)
    assert len(mail.outbox) == 2
