"""A follower is told of new answers: of each one, of many together, of none twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from comments import wishes
from comments.models import Comment, Follow
from startalking.tick import tick
from tests.factories import make_author, make_comment, make_editor, make_post
from tests.letters import RUTH, followed, links, server_down, server_up, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return make_post(title="Wozu ein Blog?")


def test_a_new_answer_is_told_with_name_text_and_place_and_without_any_address(post):
    followed(post)
    comment = make_comment(post, name="Vera <Beispiel>", email="vera@example.org", body="Eins & zwei\n\n*drei*")
    (letter,) = to(RUTH)
    assert "Vera <Beispiel>" in letter.body
    assert "Eins & zwei\n\n*drei*" in letter.body
    assert f"/kommentar/{comment.pk}/" in links(letter)
    assert "@" not in letter.body
    assert "\n" not in letter.subject


def test_each_follower_gets_an_own_letter(post):
    followed(post)
    followed(post, "otto@example.org")
    make_comment(post)
    assert sorted(letter.to for letter in mail.outbox) == [["otto@example.org"], [RUTH]]


def test_nobody_is_told_of_the_own_words(post):
    followed(post)
    editor = make_editor(email="redaktion@example.org")
    followed(post, "redaktion@example.org")
    make_comment(post, email=RUTH)
    make_comment(post, email="", author=make_author(user=editor))
    assert [letter.to for letter in mail.outbox] == [["redaktion@example.org"], [RUTH]]


def test_what_waits_is_told_when_it_is_shown_and_once(post):
    followed(post)
    comment = make_comment(post, status=Comment.Status.HELD)
    assert mail.outbox == []
    comment.approve()
    comment.hold()
    comment.approve()
    tick()
    assert len(to(RUTH)) == 1


def test_when_many_answer_the_rest_of_the_hour_comes_as_a_digest(post, time_machine):
    followed(post)
    for number in range(7):
        make_comment(post, body=f"Antwort {number}.")
    withdrawn = Comment.objects.get(body="Antwort 5.")
    withdrawn.trash()
    tick()
    assert len(to(RUTH)) == Follow.AT_ONCE
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    tick()
    tick()
    digest = to(RUTH)[-1]
    assert len(to(RUTH)) == Follow.AT_ONCE + 1
    assert [f"Antwort {number}." in digest.body for number in range(7)] == [False] * 3 + [True, True, False, True]
    assert digest.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "@" not in digest.body
    make_comment(post, body="Danach.")
    assert "Danach." in to(RUTH)[-1].body


def test_what_was_taken_away_before_the_letter_is_not_in_it(post, settings):
    followed(post)
    server_down(settings)
    comments = [make_comment(post, body=body) for body in ("Bleibt.", "Zurückgezogen.", "Wartet wieder.")]
    comments[1].trash()
    comments[2].hold()
    server_up(settings)
    tick()
    (letter,) = to(RUTH)
    assert "Bleibt." in letter.body


def test_a_mail_server_that_is_down_loses_nothing_and_repeats_nothing(post, settings):
    server_down(settings)
    wishes.follow(RUTH, post, None)
    follow = followed(post, "otto@example.org")
    make_comment(post)
    make_comment(post)
    follow.refresh_from_db()
    assert (follow.letters, follow.busy_since) == (0, None)
    server_up(settings)
    tick()
    tick()
    assert len(to(RUTH)) == 1
    assert len(to("otto@example.org")) == 2


def test_of_a_page_that_is_no_longer_public_nothing_is_told(post, settings):
    followed(post)
    server_down(settings)
    make_comment(post)
    server_up(settings)
    post.withdraw()
    tick()
    assert mail.outbox == []


def test_what_an_import_brings_is_no_news(post):
    followed(post)
    make_comment(post, import_ref="wordpress:1", body="Von früher.")
    tick()
    assert mail.outbox == []
    make_comment(post)
    (letter,) = to(RUTH)
    assert "Von früher." not in letter.body
