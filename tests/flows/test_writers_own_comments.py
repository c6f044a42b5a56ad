"""What a writer does with a key: correct, withdraw, follow, take all along, leave nothing."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, Decision, Follow, Rejected, Revision, Rule
from tests.factories import make_article, make_comment, make_page, make_post
from tests.letters import VERA, key_for, said_by_vera, whole_conversation

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return said_by_vera()


@pytest.fixture
def key(comment):
    return key_for(VERA)


@pytest.mark.parametrize("make", [make_post, make_page, make_article])
def test_a_fresh_text_can_be_corrected_and_the_old_one_is_kept(client, make):
    comment = said_by_vera(make())
    answer = client.post(f"{key_for(VERA)}{comment.pk}/korrigieren/", {"body": "Das habe ich *ganz* anders erlebt."})
    assert answer["Location"].endswith(f"?getan=korrigiert#{comment.anchor}")
    comment.refresh_from_db()
    assert "<em>ganz</em>" in comment.html
    assert comment.edited_at
    assert Revision.objects.get().body == "Das habe ich anders erlebt."


def test_a_shown_text_that_becomes_suspicious_waits_again(client, key, comment):
    Rule.objects.create(kind=Rule.Kind.WORD, text="wunderpille", effect=Rule.Effect.HOLD)
    client.post(f"{key}{comment.pk}/korrigieren/", {"body": "Kauft die Wunderpille"})
    comment.refresh_from_db()
    assert (comment.status, comment.body) == (Comment.Status.HELD, "Kauft die Wunderpille")


def test_a_correction_never_shows_what_waits(client):
    comment = said_by_vera(status=Comment.Status.HELD)
    client.post(f"{key_for(VERA)}{comment.pk}/korrigieren/", {"body": "Alles ganz harmlos."})
    comment.refresh_from_db()
    assert comment.status == Comment.Status.HELD


def test_after_fifteen_minutes_the_text_stands_but_what_was_typed_is_shown(client, key, comment, time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=16))
    assert "korrigieren" not in client.get(key).text
    page = client.post(f"{key}{comment.pk}/korrigieren/", {"body": "Zu spät bedacht."})
    assert page.status_code == 422
    assert "Zu spät bedacht." in page.text
    comment.refresh_from_db()
    assert comment.body == "Das habe ich anders erlebt."


@pytest.mark.parametrize("wrong", ["", " \u200b", "x" * 10_001])
def test_a_correction_that_fails_is_shown_again_at_its_comment(client, key, comment, wrong):
    page = client.post(f"{key}{comment.pk}/korrigieren/", {"body": wrong})
    assert page.status_code == 422
    assert f'href="#correct-{comment.pk}-body"' in page.text
    assert wrong.strip(" \u200b") in page.text
    assert not Revision.objects.exists()


def test_the_same_text_once_more_is_no_correction(client, key, comment):
    client.post(f"{key}{comment.pk}/korrigieren/", {"body": comment.body})
    assert not Revision.objects.exists()


def test_a_withdrawn_comment_is_gone_and_leaves_a_place_where_answers_hang(client, key, comment):
    make_comment(parent=comment, body="Wie denn?")
    client.post(f"{key}{comment.pk}/zurueckziehen/")
    page = client.get(comment.target.get_absolute_url()).text
    assert "Wie denn?" in page
    assert "Das habe ich anders erlebt." not in page
    assert f'id="{comment.anchor}"' in page
    assert Decision.objects.latest("pk").means == "writer"


def test_a_withdrawn_comment_is_not_corrected(client, key, comment):
    comment.trash()
    assert client.post(f"{key}{comment.pk}/korrigieren/", {"body": "Doch."}).status_code == 422


@pytest.mark.parametrize("status", [Comment.Status.HELD, Comment.Status.SPAM])
def test_nobody_is_called_a_spammer(client, status):
    said_by_vera(status=status)
    text = client.get(key_for(VERA)).text.partition("<main")[2].partition("</main>")[0]
    assert "spam" not in text.lower()
    assert "spam" not in client.get(f"{key_for(VERA)}daten/").text.lower()
    assert "Wartet auf Freigabe" in text or "Waits for approval" in text


def test_an_own_conversation_is_followed_and_left_with_one_click_each(client, key, comment):
    page = client.post(f"{key}{comment.pk}/folgen/", follow=True)
    follow = Follow.objects.active().get()
    assert (follow.target, follow.thread) == (comment.target, comment)
    assert f"folgen/{follow.pk}/ende/" in page.text
    client.post(f"{key}folgen/{follow.pk}/ende/")
    assert not Follow.objects.active().exists()
    client.post(f"{key}{comment.pk}/folgen/")
    assert Follow.objects.active().get() == follow


def test_everything_can_be_taken_along(client, key, comment):
    client.post(f"{key}{comment.pk}/korrigieren/", {"body": "Neu gesagt."})
    client.post(f"{key}{comment.pk}/folgen/")
    gone = said_by_vera(body="Im Papierkorb", website="https://vera.example", status=Comment.Status.TRASH)
    said = {"name": "Vera", "email": VERA, "website": "", "body": "Nicht durchgekommen.", "parent": None}
    Rejected.objects.keep(comment.target, said, ["Bitte schreiben Sie etwas."])
    answer = client.get(f"{key}daten/")
    assert "attachment" in answer["Content-Disposition"]
    data = json.loads(answer.content)
    assert data["email"] == VERA
    assert [(one["number"], one["text"]) for one in data["comments"]] == [
        (comment.pk, "Neu gesagt."),
        (gone.pk, "Im Papierkorb"),
    ]
    assert data["comments"][0]["earlier_versions"][0]["text"] == "Das habe ich anders erlebt."
    assert data["comments"][1]["website"] == "https://vera.example"
    assert data["not_accepted"][0]["text"] == "Nicht durchgekommen."
    assert data["follows"][0]["thread"] == comment.pk


def test_a_page_that_is_no_longer_public_is_not_named(client, comment):
    comment.target.withdraw()
    for act in ("", "daten/"):
        answer = client.get(key_for(VERA) + act).text
        assert "Das habe ich anders erlebt." in answer
        assert comment.target.title not in answer
        assert comment.target.get_absolute_url() not in answer


def test_erasing_asks_first(client, key):
    assert client.get(f"{key}loeschen/").status_code == 200
    assert Comment.objects.by(VERA).exists()


def test_erasing_leaves_nothing_anywhere(client, key, comment):
    other = make_comment(parent=comment, body="Wie denn?")
    said_by_vera(other.target, parent=other, body="Ganz anders.", website="https://vera.example")
    said_by_vera(status=Comment.Status.SPAM, body="Für Spam gehalten.")
    client.post(f"{key}{comment.pk}/korrigieren/", {"body": "Neu gesagt."})
    client.post(f"{key}{comment.pk}/folgen/")
    said = {"name": "Vera", "email": "Vera@Example.org", "website": "", "body": "Nicht durch.", "parent": None}
    Rejected.objects.keep(comment.target, said, ["Bitte kürzen."])
    before = Comment.objects.get(pk=other.pk)
    assert client.post(f"{key}loeschen/", follow=True).status_code == 200
    left = whole_conversation().lower()
    for trace in (VERA, "vera", "anders erlebt", "Neu gesagt", "Ganz anders", "Für Spam", "Nicht durch"):
        assert trace.lower() not in left
    assert Comment.objects.get(pk=other.pk).body == before.body == "Wie denn?"
    assert client.get(key).status_code == 404
    assert client.get(comment.target.get_absolute_url()).status_code == 200
