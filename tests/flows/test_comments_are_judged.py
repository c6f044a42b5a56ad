"""What becomes of a comment: published, held or spam, by whom it is, what it says and how it came."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import tokens
from comments.models import Comment, Policy, Rule
from tests.factories import make_comment, make_post, make_site
from tests.flows.test_reader_comments import address, filled_in, send

pytestmark = pytest.mark.django_db

Admission = Policy.Admission


def choose(**fields):
    Policy.objects.current()
    Policy.objects.update(**fields)


@pytest.fixture
def post():
    return make_post()


@pytest.fixture
def patient(time_machine):
    """A token of a form that was drawn a minute ago."""

    def issue(target):
        token = tokens.issue(target)
        time_machine.shift(timedelta(seconds=60))
        return token

    time_machine.move_to(timezone.now(), tick=False)
    return issue


def said(client, post, patient, **fields):
    send(client, post, token=patient(post), **fields)
    return Comment.objects.latest("pk")


def test_somebodys_first_comment_waits_and_the_next_does_not(client, post, patient):
    first = said(client, post, patient, body="Das haben wir auch versucht, mit mäßigem Erfolg.")
    assert first.status == Comment.Status.HELD
    first.approve()
    second = said(client, post, patient, body="Nachtrag: Im zweiten Jahr lief es viel besser.")
    assert second.status == Comment.Status.APPROVED
    assert "known_writer" in [finding["reason"] for finding in second.findings]


def test_the_same_address_under_another_name_is_not_known(client, post, patient):
    make_comment(post, name="Vera Beispiel", email="vera@example.org")
    assert said(client, post, patient, name="Jemand anders").status == Comment.Status.HELD


def test_everything_waits_where_the_moderators_chose_so(client, post, patient):
    choose(admission=Admission.NOBODY)
    make_comment(post, name="Vera Beispiel", email="vera@example.org")
    assert said(client, post, patient).status == Comment.Status.HELD


def test_what_looks_harmless_is_published_where_the_moderators_chose_so(client, post, patient):
    choose(admission=Admission.HARMLESS)
    comment = said(client, post, patient)
    assert comment.is_shown
    assert comment.body in client.get(post.get_absolute_url()).text


def test_links_from_the_chosen_number_on_are_held_even_of_known_writers(client, post, patient):
    choose(links_held=2)
    make_comment(post, name="Vera Beispiel", email="vera@example.org")
    two = "Dazu gibt es zwei gute Texte: https://eins.example/a und https://zwei.example/b, beide lesenswert."
    assert said(client, post, patient, body=two).status == Comment.Status.HELD
    choose(links_held=3)
    assert said(client, post, patient, body=two + " Mehr nicht.").status == Comment.Status.APPROVED


@pytest.mark.parametrize(
    ("rule", "status"),
    [
        ({"kind": "word", "text": "Casino", "effect": "spam"}, "spam"),
        ({"kind": "word", "form": "pattern", "text": "casino*", "effect": "hold"}, "held"),
        ({"kind": "host", "text": "spiele.example", "effect": "spam"}, "spam"),
        ({"kind": "email", "form": "pattern", "text": "*@example.org", "effect": "spam"}, "spam"),
        ({"kind": "address", "text": "https://www.spiele.example/bonus", "effect": "spam"}, "spam"),
        ({"kind": "word", "text": "Casino", "effect": "spam", "is_active": False}, "approved"),
        ({"kind": "word", "text": "Lotto", "effect": "spam"}, "approved"),
    ],
    ids=str,
)
def test_the_moderators_lists_have_their_say(client, post, patient, rule, status):
    choose(admission=Admission.HARMLESS)
    Rule.objects.create(**rule)
    body = "In meinem Casino gibt es heute einen Bonus, siehe https://www.spiele.example/bonus/42 für alle Leser."
    assert said(client, post, patient, body=body).status == status


def test_the_same_text_on_many_pages_is_spam(client, patient):
    choose(admission=Admission.HARMLESS)
    body = "Ein wirklich toller Beitrag, ich habe ihn gleich meinen Kollegen weitergeleitet!"
    found = [said(client, make_post(), patient, body=body, email=f"p{number}@example.org") for number in range(3)]
    assert [comment.status for comment in found] == ["approved", "held", "spam"]


def test_who_leads_to_the_sites_of_spam_is_held(client, post, patient):
    choose(admission=Admission.HARMLESS)
    make_comment(post, website="https://pillen.example/", status=Comment.Status.SPAM)
    assert said(client, post, patient, website="www.pillen.example").status == Comment.Status.HELD


def test_what_is_sent_at_once_is_held(client, post):
    choose(admission=Admission.HARMLESS)
    send(client, post)
    assert Comment.objects.get().findings[0]["reason"] == "sent_at_once"
    assert Comment.objects.get().status == Comment.Status.HELD


def test_a_form_that_failed_at_first_does_not_begin_anew(client, post, patient):
    choose(admission=Admission.HARMLESS)
    page = send(client, post, token=patient(post), name="")
    again = page.context["form"]["token"].value()
    send(client, post, token=again)
    assert Comment.objects.get().is_shown


def test_who_filled_the_trap_is_held_at_the_second_attempt(client, post, patient):
    choose(admission=Admission.HARMLESS)
    page = send(client, post, token=patient(post), trap="https://pillen.example")
    assert page.status_code == 422
    send(client, post, token=page.context["form"]["token"].value())
    comment = Comment.objects.get()
    assert (comment.status, comment.findings[0]["reason"]) == (Comment.Status.HELD, "trap_filled")


def test_one_form_for_many_comments_is_noticed(client, post, patient):
    token = patient(post)
    for number in range(12):
        send(client, post, token=token, body=f"Nummer {number} von vielen, die alle etwas anderes sagen wollen.")
    reasons = [finding["reason"] for finding in Comment.objects.latest("pk").findings]
    assert "form_used_again" in reasons


def test_the_writer_is_told_the_same_of_spam_as_of_what_waits(client, post, patient):
    Rule.objects.create(kind="word", text="Casino", effect="spam")
    held = client.get(send(client, post, token=patient(post), body="Ein ganz anderer Gedanke dazu.")["Location"])
    spam = client.get(send(client, post, token=patient(post), body="Im Casino ist mehr los als hier.")["Location"])
    assert Comment.objects.latest("pk").status == Comment.Status.SPAM
    assert (
        "pam"
        not in spam.text.replace("Spam-Kommentare", "")
        .replace("spam-kommentare", "")
        .partition("<main")[2]
        .partition("</main")[0]
    )
    assert held.context["comment"].status != spam.context["comment"].status


def test_posts_that_grew_old_take_no_comments_as_soon_as_the_rule_stands(client):
    old = make_post(published_at=timezone.now() - timedelta(days=40))
    assert send(client, old).status_code == 302
    make_site(comments_close_after=30)
    page = send(client, old, body="Noch ein Gedanke dazu, leider zu spät.")
    assert page.status_code == 422
    assert "Noch ein Gedanke dazu" in page.text
    assert client.get(old.get_absolute_url()).context is not None
    assert 'id="comment-form"' not in client.get(old.get_absolute_url()).text


def test_an_authors_answer_is_not_judged(client, post):
    from tests.factories import make_author, make_editor

    choose(admission=Admission.NOBODY)
    editor = make_editor()
    make_author(user=editor)
    client.force_login(editor)
    client.post(address(post), filled_in(post, body="https://a.example https://b.example https://c.example"))
    assert Comment.objects.get().is_shown
    assert Comment.objects.get().verdict == {}
