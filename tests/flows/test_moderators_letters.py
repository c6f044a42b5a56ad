"""Moderators hear of comments by mail, decide from the letter, and are reminded."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from comments import errands
from comments.models import Comment, Decision, Means, Policy, Report
from comments.tasks import raise_alarm, remind_of_waiting, send_digest, tell_of_waiting
from startalking.tick import tick
from tests.factories import make_comment, make_post, make_site
from tests.flows.test_reader_comments import send

pytestmark = pytest.mark.django_db

MODERATORS = "eine@example.org\nandere@example.org"


def choose(**fields):
    Policy.objects.current()
    Policy.objects.update(**fields)


@pytest.fixture
def post():
    make_site(moderators=MODERATORS)
    return make_post(title="Über Mut")


@pytest.fixture
def letter(client, post):
    send(client, post)
    return mail.outbox[0]


def link(letter, verb):
    """The path of the link below the words of a verb."""
    return re.search(rf"{verb}:\n\S+?(/kommentar/freigabe/\S+)", letter.body)[1]


@pytest.mark.parametrize(
    ("words", "status"),
    [("Freigeben", "approved"), ("Als Spam markieren", "spam"), ("In den Papierkorb", "trash")],
)
def test_a_link_opens_a_page_and_its_button_decides(client, letter, words, status):
    path = link(letter, words)
    page = client.get(path)
    assert page.status_code == 200
    assert "Das habe ich anders erlebt." in page.text
    assert Comment.objects.get().status == Comment.Status.HELD
    assert client.post(path).status_code == 200
    assert Comment.objects.get().status == status
    assert Decision.objects.get().means == Means.LETTER


def test_a_link_is_good_once(client, letter):
    client.post(link(letter, "Freigeben"))
    late = client.post(link(letter, "Als Spam markieren"))
    assert "schneller" in late.text
    assert Comment.objects.get().is_shown
    Comment.objects.get().hold()
    client.post(link(letter, "Als Spam markieren"))
    assert Comment.objects.get().status == Comment.Status.HELD


@pytest.mark.parametrize("wrong", ["x", "WzEsICJhcHByb3ZlIiwgIiJd:1abc:def"])
def test_a_forged_link_opens_nothing(client, letter, wrong):
    assert client.get(f"/kommentar/freigabe/{wrong}/").status_code == 404


def test_an_old_link_leads_to_the_queue_instead(client, letter, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=15))
    page = client.post(link(letter, "Freigeben"))
    assert page.status_code == 404
    assert "/admin/" in page.text
    assert Comment.objects.get().status == Comment.Status.HELD


def test_another_site_cannot_press_the_button(client, letter):
    client.post(link(letter, "Freigeben"), headers={"Sec-Fetch-Site": "cross-site"})
    assert Comment.objects.get().status == Comment.Status.HELD


def test_the_address_of_the_page_is_told_to_nobody(client, letter):
    page = client.get(link(letter, "Freigeben"))
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]


def test_the_letter_says_what_was_noticed_and_no_address(client, letter):
    assert "Sekunden" in letter.body
    assert "vera@example.org" not in letter.body + letter.subject


def test_of_spam_nobody_is_told(client, post):
    make_comment(post, status=Comment.Status.SPAM)
    assert mail.outbox == []


def test_who_wants_no_letters_gets_none(client, post):
    choose(notice=Policy.Notice.NONE)
    send(client, post)
    tell_of_waiting()
    send_digest()
    assert mail.outbox == []


def test_a_digest_tells_of_all_at_once_and_not_again(client, post, time_machine):
    choose(notice=Policy.Notice.DIGEST, digest_hours=12)
    make_comment(post, status=Comment.Status.HELD, body="Der erste Gedanke.")
    make_comment(post, status=Comment.Status.HELD, body="Der zweite Gedanke.")
    assert mail.outbox == []
    tick()
    tick()
    (letter,) = mail.outbox
    assert "Der erste Gedanke." in letter.body
    assert "Der zweite Gedanke." in letter.body
    make_comment(post, status=Comment.Status.HELD)
    tick()
    assert len(mail.outbox) == 1
    time_machine.move_to(timezone.now() + timedelta(hours=13))
    tick()
    assert len(mail.outbox) == 2


def test_what_waits_too_long_is_brought_up_once(client, post, time_machine):
    choose(escalate_hours=48, escalate_to="chefin@example.org")
    send(client, post)
    remind_of_waiting()
    assert len(mail.outbox) == 1
    time_machine.move_to(timezone.now() + timedelta(hours=49))
    remind_of_waiting()
    remind_of_waiting()
    assert mail.outbox[1].to == ["chefin@example.org"]
    assert "Das habe ich anders erlebt." in mail.outbox[1].body
    assert len(mail.outbox) == 2


def test_a_reminder_that_could_not_be_sent_is_tried_again(client, post, settings, time_machine):
    make_comment(post, status=Comment.Status.HELD, created_at=timezone.now() - timedelta(days=9))
    mail.outbox.clear()
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    remind_of_waiting()
    settings.EMAIL_BACKEND = works
    remind_of_waiting()
    assert len(mail.outbox) == 1


def test_a_digest_that_could_not_be_sent_is_tried_again_in_the_next_minute(client, post, settings):
    choose(notice=Policy.Notice.DIGEST)
    make_comment(post, status=Comment.Status.HELD)
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    send_digest()
    settings.EMAIL_BACKEND = works
    send_digest()
    send_digest()
    assert len(mail.outbox) == 1


def test_a_report_comes_by_mail(client, post):
    comment = make_comment(post, body="Eine Behauptung.")
    Report(comment=comment, reason=Report.Reason.UNLAWFUL, words="Das stimmt nicht.").submit()
    (letter,) = mail.outbox
    assert "Das stimmt nicht." in letter.body
    assert "Eine Behauptung." in letter.body


def test_an_alarm_is_raised_once_a_day_when_a_judge_catches_nearly_everything(client, post, time_machine):
    verdict = {"outcome": "hold", "points": 3, "findings": [{"judge": "links", "points": 3, "reason": "many_links"}]}
    for number in range(20):
        make_comment(post, status=Comment.Status.SPAM, verdict=verdict, body=f"Text {number}")
    raise_alarm()
    raise_alarm()
    (letter,) = mail.outbox
    assert "Links" in letter.body
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    raise_alarm()
    assert len(mail.outbox) == 2


def test_who_was_slower_by_a_moment_changes_nothing(client, letter):
    first, second = (errands.read(link(letter, verb).split("/")[-2]) for verb in ("Freigeben", "Als Spam markieren"))
    assert first.run()
    assert not second.run()
    assert not second.is_open
    assert Comment.objects.get().is_shown
