"""A reader follows a conversation by mail: asked first, told of each new answer, and free to leave with one click."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from comments import keys, tokens, wishes
from comments.models import Comment, Follow, Writer
from startalking.tick import tick
from tests.factories import make_article, make_comment, make_page, make_post
from tests.letters import RUTH, followed, link, to

pytestmark = pytest.mark.django_db

KINDS = {"beitrag": make_post, "seite": make_page, "artikel": make_article}


def address(target, query=""):
    kind = {"post": "beitrag", "page": "seite", "article": "artikel"}[target._meta.model_name]
    return reverse("comments:follow", args=[kind, target.pk]) + query


@pytest.fixture
def post():
    return make_post(title="Wozu ein Blog?")


@pytest.mark.parametrize("kind", KINDS)
def test_letters_come_only_after_the_address_has_said_yes(client, kind):
    target = KINDS[kind]()
    answer = client.post(address(target), {"email": "Ruth@Example.org"})
    assert client.get(answer["Location"]).status_code == 200
    make_comment(target)
    (letter,) = to(RUTH)
    page = client.get(link(letter, "bestaetigen"))
    assert "<form" in page.text
    assert not Follow.objects.active().exists()
    assert client.post(link(letter, "bestaetigen")).status_code == 200
    assert Follow.objects.active().get().target == target
    assert Writer.objects.get(email=RUTH).confirmed_at


@pytest.mark.parametrize(("extent", "hears"), [("thread", 0), ("page", 1)])
def test_who_comments_and_wishes_to_follow_is_asked_as_well(client, post, extent, hears):
    comment = make_comment(post, email=RUTH)
    wishes.note(comment, wants_key=False, follow=extent)
    assert not Follow.objects.active().exists()
    client.post(link(to(RUTH)[0], "bestaetigen"))
    mail.outbox.clear()
    make_comment(post)
    assert len(to(RUTH)) == hears
    make_comment(parent=comment)
    assert len(to(RUTH)) == hears + 1


def test_what_was_said_while_the_question_lay_in_the_mailbox_is_told_afterwards(client, post):
    client.post(address(post), {"email": RUTH})
    make_comment(post, body="Inzwischen gesagt.")
    client.post(link(to(RUTH)[0], "bestaetigen"))
    assert "Inzwischen gesagt." in to(RUTH)[-1].body


def test_who_follows_a_thread_hears_of_that_thread(post):
    root, other = make_comment(post), make_comment(post)
    followed(post, thread=root)
    make_comment(parent=other, body="Dort.")
    answer = make_comment(parent=root, body="Hier.")
    make_comment(parent=answer, body="Darunter.")
    assert [letter.body.count("Hier.") + 2 * letter.body.count("Darunter.") for letter in to(RUTH)] == [1, 2]


def test_the_way_to_follow_stands_at_the_conversation_while_it_is_open(client, post):
    root = make_comment(post)
    answer = make_comment(parent=root)
    assert f'href="{address(post)}"' in client.get(post.get_absolute_url()).text
    assert address(post, f"?strang={root.pk}") in client.get(f"{post.get_absolute_url()}?strang={answer.pk}").text
    locked = make_post(password="geheim")
    path = re.search(
        rf'"({address(locked)}[^"]+)"', client.post(locked.get_absolute_url(), {"password": "geheim"}).text
    )
    assert client.get(path[1]).status_code == 200
    type(post).objects.filter(pk=post.pk).update(comments_open=False)
    assert address(post) not in client.get(post.get_absolute_url()).text


def test_a_thread_is_followed_by_its_address(client, post):
    root = make_comment(post, name="Frida", body="Womit anfangen?")
    page = client.get(address(post, f"?strang={root.pk}"))
    assert "Womit anfangen?" in page.text
    client.post(address(post, f"?strang={root.pk}"), {"email": RUTH})
    assert Follow.objects.get().thread == root


@pytest.mark.parametrize("number", ["0", "x", "", "²", "9" * 40])
def test_threads_that_are_not_there_answer_404(client, post, number):
    assert client.get(address(post, f"?strang={number}")).status_code == 404


def test_threads_that_nobody_sees_and_those_of_other_pages_answer_404(client, post):
    held, elsewhere = make_comment(post, status=Comment.Status.HELD), make_comment()
    for root in (held, elsewhere):
        assert client.get(address(post, f"?strang={root.pk}")).status_code == 404


def test_the_form_answers_the_same_to_every_address(client, post):
    followed(post)
    answers = [client.post(address(post), {"email": email}) for email in (RUTH, "neu@example.org")]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert [letter.to for letter in mail.outbox] == [["neu@example.org"]]


def test_drafts_and_missing_pages_answer_alike(client):
    hidden = [make_post(status=status) for status in ("draft", "private", "withdrawn")]
    answers = {client.get(address(post)).content for post in hidden} | {client.get("/kommentar/folgen/x/1/").content}
    assert len(answers) == 1
    assert {client.post(address(post), {"email": RUTH}).status_code for post in hidden} == {404}


def test_behind_a_password_only_those_follow_who_have_read_the_page_and_nothing_is_told_outside(client):
    locked = make_post(password="geheim")
    assert client.get(address(locked)).status_code == 404
    client.post(address(locked, f"?token={tokens.issue(locked)}"), {"email": RUTH})
    client.post(link(to(RUTH)[0], "bestaetigen"))
    comment = make_comment(locked, name="Vera Beispiel", body="Unter uns")
    letter = to(RUTH)[-1]
    assert "Unter uns" not in letter.body
    assert "Vera Beispiel" not in letter.body + letter.subject
    assert f"{locked.get_absolute_url()}#{comment.anchor}" in letter.body


def test_opening_a_link_does_nothing(client, post):
    client.post(address(post), {"email": RUTH})
    follow = followed(post, "otto@example.org")
    for path in (link(to(RUTH)[0], "bestaetigen"), reverse("comments:follow_end", args=[keys.ending(follow)])):
        page = client.get(path)
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "no-referrer"
        assert "example.org" not in page.text
        client.head(path)
    assert list(Follow.objects.active()) == [follow]


def test_one_click_ends_it_as_mail_programs_send_it(client, post):
    followed(post)
    make_comment(post)
    (letter,) = to(RUTH)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.extra_headers["List-Unsubscribe"].startswith("<http")
    path = link(letter, "ende")
    assert path in letter.extra_headers["List-Unsubscribe"]
    answer = client.post(
        path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded", headers={"Origin": "null"}
    )
    assert answer.status_code == 200
    make_comment(post)
    assert len(to(RUTH)) == 1
    assert client.post(path).status_code == 200


def test_the_letters_end_wherever_the_page_has_gone(client, post):
    path = reverse("comments:follow_end", args=[keys.ending(followed(post))])
    post.withdraw()
    page = client.get(path)
    assert post.title not in page.text
    client.post(path)
    assert not Follow.objects.active().exists()
    Writer.objects.all().delete()
    assert client.get(path).status_code == client.post(path).status_code == 200


def test_who_comes_back_is_asked_again(client, post):
    followed(post).end()
    client.post(address(post), {"email": RUTH})
    assert not Follow.objects.active().exists()
    client.post(link(to(RUTH)[0], "bestaetigen"))
    assert Follow.objects.active().exists()


@pytest.mark.parametrize("name", ["follow_confirm", "follow_end"])
def test_forged_and_foreign_links_open_nothing(client, post, name):
    follow = Follow.objects.begin(Writer.objects.with_address(RUTH), post)
    foreign = keys.ending(follow) if name == "follow_confirm" else keys.confirmation(follow)
    for token in ("geraten", foreign, keys.cut(follow.writer), f"{foreign}x"):
        assert client.post(reverse(f"comments:{name}", args=[token])).status_code == 404
    follow.refresh_from_db()
    assert (follow.confirmed_at, follow.ended_at) == (None, None)


def test_a_question_is_good_for_a_week_and_then_the_address_is_forgotten(client, post, time_machine):
    client.post(address(post), {"email": RUTH})
    time_machine.move_to(timezone.now() + timedelta(days=7, minutes=1))
    assert client.post(link(to(RUTH)[0], "bestaetigen")).status_code == 410
    assert not Follow.objects.active().exists()
    tick()
    assert not Writer.objects.exists()


def test_another_website_cannot_say_yes(client, post):
    client.post(address(post), {"email": RUTH})
    client.post(link(to(RUTH)[0], "bestaetigen"), headers={"Origin": "https://elsewhere.example"})
    assert not Follow.objects.active().exists()
    assert client.post(address(post), {"email": RUTH}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 422


def test_an_address_is_asked_five_times_a_day_at_most(post):
    for _number in range(8):
        wishes.follow(RUTH, make_post(), None)
    assert len(to(RUTH)) == 5


def test_a_sender_cannot_work_through_a_list_of_addresses(client, post):
    for number in range(wishes.WISHES_AN_HOUR):
        client.post(address(post), {"email": f"{number}@example.org"})
    page = client.post(address(post), {"email": RUTH})
    assert (page.status_code, to(RUTH)) == (429, [])
    assert int(page["Retry-After"]) > 0
