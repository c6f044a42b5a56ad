"""A reader says that something is wrong with a comment: the moderators get a report, and nothing about the reader."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import reporting, tokens
from comments.models import Comment, Report
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return make_comment(body="Kauft Uhren!")


def address(comment):
    return reverse("comments:report", args=[comment.pk])


def send(client, comment, headers=None, **fields):
    filled_in = {"token": tokens.issue(comment.target), "reason": "spam", "words": "", "trap": ""} | fields
    return client.post(address(comment), filled_in, headers=headers or {})


def test_below_each_comment_stands_a_link_to_report_it(client, comment):
    page = client.get(comment.target.get_absolute_url()).text
    assert f'href="{address(comment)}" rel="nofollow"' in page
    form = client.get(address(comment)).text
    assert "Kauft Uhren!" in form
    assert all(str(label) in form for label in Report.Reason.labels)


def test_a_report_is_kept_with_its_reason_and_thanks_say_what_happens_next(client, comment):
    response = send(client, comment, reason="insult", words=" Das ist\u202e beleidigend. ")
    report = Report.objects.open().get()
    assert (report.comment, report.reason, report.words) == (comment, "insult", "Das ist beleidigend.")
    thanks = client.get(response["Location"])
    assert thanks.status_code == 200
    assert "Danke für Ihre Meldung" in thanks.text
    assert "Kauft Uhren!" not in thanks.text


def test_of_the_reader_nothing_is_kept(client, comment):
    send(client, comment)
    kept = {field.name for field in Report._meta.get_fields()}
    assert kept == {"id", "comment", "reason", "words", "created_at", "settled_at", "told_at"}
    assert not client.cookies


def test_a_reported_comment_stays_until_a_moderator_has_looked(client, comment):
    send(client, comment)
    assert "Kauft Uhren!" in client.get(comment.target.get_absolute_url()).text
    assert list(Comment.objects.reported()) == [comment]


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"reason": "erfunden"},
        {"words": "x" * 1001},
        {"trap": "ausgefüllt"},
        {"token": "gefälscht"},
        {"token": ""},
        {"headers": {"Origin": "https://elsewhere.example"}},
        {"headers": {"Sec-Fetch-Site": "cross-site"}},
    ],
    ids=str,
)
def test_what_fails_is_shown_again_with_its_reason(client, comment, wrong):
    page = send(client, comment, **({"words": "Bitte ansehen."} | wrong))
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert wrong.get("words", "Bitte ansehen.") in page.text
    assert not Report.objects.exists()


def test_an_error_leads_to_its_field_and_belongs_to_the_group(client, comment):
    page = send(client, comment, reason="").text
    assert '<a href="#report-reason_0">' in page
    assert 'aria-describedby="report-reason_error"' in page
    assert 'id="report-reason_error"' in page


def test_a_form_that_was_open_for_weeks_costs_one_more_click(client, comment, time_machine):
    token = tokens.issue(comment.target)
    time_machine.move_to(timezone.now() + timedelta(days=20))
    page = send(client, comment, token=token)
    assert page.status_code == 422
    again = {name: page.context["form"][name].value() or "" for name in ("token", "reason", "words")}
    assert client.post(address(comment), again).status_code == 302


def test_many_reports_of_one_sender_have_to_wait_and_are_not_lost(client, comment):
    for _number in range(reporting.PER_HOUR):
        assert send(client, comment).status_code == 302
    page = send(client, comment, words="Noch eine.")
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 3600
    assert "Noch eine." in page.text


@pytest.mark.parametrize("status", [Comment.Status.HELD, Comment.Status.SPAM, Comment.Status.TRASH])
def test_what_is_not_shown_cannot_be_reported(client, status):
    comment = make_comment(status=status)
    assert client.get(address(comment)).status_code == 404
    assert send(client, comment).status_code == 404


def test_behind_a_password_only_those_report_who_have_read_the_page(client):
    comment = make_comment(make_post(password="geheim"), body="Unter uns")
    assert client.get(address(comment)).status_code == 404
    assert client.get(f"{address(comment)}?token={tokens.issue(comment.target)}").status_code == 200
    assert send(client, comment).status_code == 302
