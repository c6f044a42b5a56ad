"""Whatever goes wrong with a comment, its words stay: in the form, and in quarantine with the reason."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from blog.models import Post
from comments import tokens
from comments.models import Comment, Policy, Rejected
from comments.tasks import empty_quarantine
from tests.factories import make_author, make_comment, make_editor, make_post, make_site
from tests.flows.test_reader_comments import address, filled_in, send, typed_into

pytestmark = pytest.mark.django_db

WORDS = "Das habe ich anders erlebt."


@pytest.fixture
def post():
    return make_post()


def limit(**fields):
    Policy.objects.current()
    Policy.objects.update(**fields)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"email": "vera"}, "E-Mail-Adresse"),
        ({"name": ""}, "Namen"),
        ({"token": "gefälscht"}, "Formular"),
        ({"trap": "ausgefüllt"}, "Feld"),
        ({"body": "x" * 10_001}, "10001"),
    ],
    ids=str,
)
def test_what_a_check_refuses_is_kept_with_the_reason(client, post, wrong, reason):
    parent = make_comment(post)
    send(client, post, **{"parent": parent.pk} | wrong)
    kept = Rejected.objects.get()
    assert (kept.target, kept.parent) == (post, parent)
    assert kept.body == filled_in(post, **wrong)["body"]
    assert any(reason in told for told in kept.reasons)


def test_the_same_words_are_kept_once(client, post):
    for _attempt in range(3):
        send(client, post, email="vera")
    assert Rejected.objects.count() == 1


def test_who_corrects_the_form_leaves_nothing_waiting_in_quarantine(client, post):
    page = send(client, post, email="vera")
    assert Rejected.objects.waiting().exists()
    client.post(address(post), typed_into(page) | {"email": "vera@example.org"})
    assert not Rejected.objects.waiting().exists()
    assert Rejected.objects.get().comment == Comment.objects.get()


def test_nothing_to_read_is_not_kept(client, post):
    send(client, post, body=" \n")
    assert not Rejected.objects.exists()


def test_after_thirty_days_it_is_gone(client, post, time_machine):
    send(client, post, email="vera")
    time_machine.move_to(timezone.now() + timedelta(days=29))
    empty_quarantine()
    assert Rejected.objects.exists()
    time_machine.move_to(timezone.now() + timedelta(days=2))
    empty_quarantine()
    assert not Rejected.objects.exists()


def test_a_moderator_makes_a_comment_of_it(client, post):
    send(client, post, email="vera")
    comment = Rejected.objects.get().take_over()
    assert (comment.body, comment.status, comment.target) == (WORDS, Comment.Status.HELD, post)
    assert Rejected.objects.get().take_over() == comment
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,x", "www"])
def test_what_a_moderator_takes_over_links_to_websites_only(client, post, website):
    send(client, post, website=website)
    assert Rejected.objects.get().website == website
    Rejected.objects.get().take_over().approve()
    assert Comment.objects.get().website == ""
    assert f'href="{website}"' not in client.get(post.get_absolute_url()).text


def test_a_flood_does_not_fill_the_disk(client, post, monkeypatch):
    monkeypatch.setattr(Rejected, "MOST", 3)
    for number in range(6):
        send(client, post, email="vera", body=f"{WORDS} {number}")
    assert Rejected.objects.count() == 3


@pytest.mark.parametrize("change", [{"status": Post.Status.WITHDRAWN}, {"password": "geheim"}], ids=str)
def test_what_comes_when_the_page_is_gone_is_kept_too(client, post, change):
    sent = filled_in(post)
    Post.objects.filter(pk=post.pk).update(**change)
    page = client.post(address(post), sent)
    assert page.status_code == 410
    assert WORDS in page.text
    assert Rejected.objects.get().body == WORDS


def test_who_sends_too_many_waits_and_keeps_the_words(client, post, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    limit(per_sender=2)
    for number in range(2):
        assert send(client, post, body=f"{WORDS} {number}").status_code == 302
    page = send(client, post, body="Der dritte Gedanke in einer Minute.")
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 600
    assert typed_into(page)["body"] == "Der dritte Gedanke in einer Minute."
    assert 'role="alert"' in page.text
    assert Rejected.objects.get().body == "Der dritte Gedanke in einer Minute."
    assert client.post(address(post), filled_in(post, body="Von woanders."), REMOTE_ADDR="192.0.2.7").status_code == 302


def test_the_whole_site_has_a_limit_too(client, post, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    limit(per_minute=2)
    answers = [
        client.post(address(post), filled_in(post, body=f"{WORDS} {number}"), REMOTE_ADDR=f"192.0.2.{number}")
        for number in range(3)
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert int(answers[2]["Retry-After"]) <= 60


def test_when_the_wait_is_over_the_same_form_goes_through(client, post, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    limit(per_sender=1)
    send(client, post)
    page = send(client, post, body="Ein zweiter Gedanke.")
    time_machine.shift(timedelta(seconds=int(page["Retry-After"])))
    assert client.post(address(post), typed_into(page)).status_code == 302
    assert not Rejected.objects.waiting().exists()


def test_no_limit_holds_for_the_sites_own_authors(client, post):
    limit(per_sender=1, per_minute=1)
    editor = make_editor()
    make_author(user=editor)
    client.force_login(editor)
    for number in range(3):
        sent = {"token": tokens.issue(post), "body": f"Antwort Nummer {number}."}
        assert client.post(address(post), sent).status_code == 302


def test_another_website_cannot_speak_as_one_of_the_authors(client, post):
    editor = make_editor()
    make_author(user=editor)
    client.force_login(editor)
    sent = {"token": tokens.issue(post), "body": WORDS}
    page = client.post(address(post), sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 422
    assert WORDS in page.text
    assert not Comment.objects.exists()


def test_nothing_about_the_sender_is_stored(client, post, caplog):
    send(client, post, email="vera")
    client.post(address(post), filled_in(post), REMOTE_ADDR="192.0.2.77", HTTP_USER_AGENT="Merkwürdig/1.0")
    from django.apps import apps

    for model in apps.get_app_config("comments").get_models():
        for row in model.objects.values():
            assert "192.0.2.77" not in str(row)
            assert "Merkwürdig" not in str(row)
    assert "192.0.2.77" not in caplog.text


def test_a_consent_that_is_asked_for_has_to_be_given(client, post):
    make_site(comment_consent=True)
    page = send(client, post)
    assert page.status_code == 422
    assert typed_into(page)["body"] == WORDS
    assert send(client, post, consent="on").status_code == 302


def test_without_the_box_nobody_is_asked(client, post):
    assert "comment-consent" not in client.get(post.get_absolute_url()).text


def test_the_form_alone_can_be_asked_for(client, post):
    page = client.get(reverse("comments:submit", args=["beitrag", post.pk]))
    assert page.status_code == 200
    assert 'role="alert"' not in page.text


def test_a_text_beyond_all_measure_is_given_back_and_kept_in_part(client, post):
    page = send(client, post, body="Endlos. " * 400_000)
    assert page.status_code == 422
    assert len(typed_into(page)["body"]) > 3_000_000
    assert len(Rejected.objects.get().body) == Rejected.LONGEST
