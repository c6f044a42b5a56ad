"""A writer gets a key by mail, and nobody else gets in with it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from comments import keys, tokens, wishes
from comments.models import Comment, Follow, Rejected, Writer
from startalking.tick import tick
from tests.factories import make_comment, make_post
from tests.letters import VERA, key_for, link, said_by_vera, server_down, server_up, to, whole_conversation

pytestmark = pytest.mark.django_db

REQUEST = "/kommentar/schluessel/"


@pytest.fixture
def comment():
    return said_by_vera()


@pytest.fixture
def key(comment):
    return key_for(VERA)


def test_a_key_comes_by_mail_and_opens_the_own_comments(client, comment):
    make_comment(body="Von jemand anderem.")
    answer = client.post(REQUEST, {"email": "Vera@Example.org"})
    assert (answer.status_code, answer["Location"]) == (302, f"{REQUEST}?gesendet=1")
    (letter,) = mail.outbox
    assert letter.to == [VERA]
    page = client.get(link(letter, "schluessel"))
    assert "Das habe ich anders erlebt." in page.text
    assert "Von jemand anderem." not in page.text


def test_whoever_asks_learns_nothing_about_an_address(client, comment):
    known = client.post(REQUEST, {"email": VERA})
    unknown = client.post(REQUEST, {"email": "nie@example.org"})
    assert (known.status_code, known["Location"], known.content) == (302, unknown["Location"], unknown.content)
    assert [letter.to for letter in mail.outbox] == [[VERA]]
    assert not Writer.objects.filter(email="nie@example.org").exists()


def test_who_only_ever_was_refused_gets_a_key_as_well(client):
    said = {"name": "Vera", "email": "Vera@example.org", "website": "", "body": "Zu lang.", "parent": None}
    Rejected.objects.keep(make_post(), said, ["Ihr Text ist zu lang."])
    client.post(REQUEST, {"email": VERA})
    assert len(to(VERA)) == 1


@pytest.mark.parametrize("wrong", ["", "vera", "vera@"])
def test_an_address_that_is_none_is_shown_again(client, wrong):
    page = client.post(REQUEST, {"email": wrong})
    assert page.status_code == 422
    assert 'role="alert"' in page.text


def test_who_comments_can_ask_for_the_key_and_for_answers_in_one_go(client, time_machine):
    post = make_post()
    token = tokens.issue(post)
    time_machine.move_to(timezone.now() + timedelta(minutes=3))
    said = {"token": token, "name": "Vera", "email": VERA, "body": "Das habe ich anders erlebt."}
    wished = {"wants_key": "on", "follow": "thread"}
    client.post(reverse("comments:submit", args=["beitrag", post.pk]), said | wished)
    (letter,) = to(VERA)
    assert "Das habe ich anders erlebt." in client.get(link(letter, "schluessel")).text
    client.post(link(letter, "bestaetigen"))
    assert Follow.objects.active().get().thread == Comment.objects.get()


def test_a_form_that_was_sent_twice_brings_one_letter():
    comment = said_by_vera()
    for _time in range(2):
        wishes.note(comment, wants_key=True, follow="thread")
    (letter,) = to(VERA)
    assert "/kommentar/folgen/bestaetigen/" in letter.body
    wishes.note(comment, wants_key=True, follow="page")
    assert len(to(VERA)) == 2


def test_nobody_gets_what_was_not_wished(comment):
    wishes.note(comment, wants_key=False, follow="")
    assert mail.outbox == []
    assert not Writer.objects.exists()


def test_what_looks_like_spam_sends_no_letter_to_the_address_it_uses():
    wishes.note(said_by_vera(status=Comment.Status.SPAM), wants_key=True, follow="page")
    assert mail.outbox == []


def test_an_address_gets_one_key_in_ten_minutes_and_five_a_day(client, comment, time_machine):
    start = timezone.now().replace(hour=6, minute=0)
    for minute in range(0, 120, 4):
        time_machine.move_to(start + timedelta(minutes=minute))
        wishes.note(comment, wants_key=True, follow="")
        tick()
    assert 1 < len(to(VERA)) <= 5


def test_a_sender_cannot_work_through_a_list_of_addresses(client):
    answers = [client.post(REQUEST, {"email": f"{number}@example.org"}) for number in range(wishes.WISHES_AN_HOUR + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {302}
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0
    assert f"{wishes.WISHES_AN_HOUR}@example.org" in answers[-1].text


def test_a_mail_server_that_is_down_loses_no_letter(comment, settings):
    server_down(settings)
    wishes.note(comment, wants_key=True, follow="")
    server_up(settings)
    assert mail.outbox == []
    tick()
    tick()
    assert len(to(VERA)) == 1


def test_after_a_day_nobody_waits_for_a_letter(comment, settings, time_machine):
    server_down(settings)
    wishes.note(comment, wants_key=True, follow="")
    server_up(settings)
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))
    tick()
    assert mail.outbox == []


def test_two_processes_send_one_letter(comment):
    writer = Writer.objects.create(email=VERA, key_wished_at=timezone.now())
    one, other = (Writer.objects.get(pk=writer.pk) for _process in range(2))
    assert (one.claim_key(), other.claim_key()) == (True, False)


def test_opening_the_page_does_nothing(client, key, comment):
    acts = ["", "bestaetigen/", "loeschen/", f"{comment.pk}/korrigieren/", f"{comment.pk}/zurueckziehen/"]
    follow = Follow.objects.begin(Writer.objects.get(), comment.target)
    acts += [f"{comment.pk}/folgen/", f"folgen/{follow.pk}/ja/", f"folgen/{follow.pk}/ende/", "neu/"]
    before = whole_conversation()
    for act in acts:
        assert client.get(key + act).status_code in {200, 302}
        assert client.head(key + act).status_code in {200, 302}
    assert whole_conversation() == before


def test_the_button_confirms_the_address(client, key):
    assert "bestaetigen" in client.get(key).text
    page = client.post(f"{key}bestaetigen/", follow=True)
    assert Writer.objects.get().confirmed_at
    assert 'role="status"' in page.text
    assert "bestaetigen" not in page.text.partition('role="status"')[0]


def test_comments_of_others_are_out_of_reach(client, key, comment):
    other = make_comment(comment.target)
    follow = Follow.objects.begin(Writer.objects.with_address("andere@example.org"), comment.target)
    for act in (f"{other.pk}/korrigieren/", f"{other.pk}/zurueckziehen/", f"{other.pk}/folgen/"):
        assert client.post(key + act, {"body": "Fremde Worte."}).status_code == 404
    assert client.post(f"{key}folgen/{follow.pk}/ja/").status_code == 404
    assert client.post(f"{key}folgen/{follow.pk}/ende/").status_code == 404
    other.refresh_from_db()
    assert other.is_shown


@pytest.mark.parametrize("act", ["", "daten/", "loeschen/", "bestaetigen/", "neu/"])
def test_a_forged_key_opens_nothing(client, key, act):
    before = whole_conversation()
    for forged in (key.replace(":", "x", 1), f"{key[:-2]}{'a' if key[-2] != 'a' else 'b'}/", f"{REQUEST}geraten/"):
        assert client.get(forged + act).status_code == 404
        assert client.post(forged + act).status_code == 404
    assert whole_conversation() == before


def test_other_signed_links_are_no_keys(client, comment):
    follow = Follow.objects.begin(Writer.objects.with_address(VERA), comment.target)
    for foreign in (keys.ending(follow), keys.confirmation(follow), comment.receipt_url.split("/")[-2]):
        assert client.get(reverse("comments:key", args=[foreign])).status_code == 404


def test_a_key_does_not_open_what_belongs_to_another_address_of_the_same_number(client, key):
    Writer.objects.update(email="andere@example.org")
    assert client.get(key).status_code == 404


def test_an_expired_key_offers_a_new_one_and_does_not_say_for_whom(client, key, comment, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=31))
    page = client.get(key)
    assert page.status_code == 410
    assert "example.org" not in page.text
    assert comment.body not in page.text
    assert client.post(f"{key}loeschen/").status_code == 410
    assert Comment.objects.by(VERA).exists()
    client.post(f"{key}neu/")
    assert client.get(link(to(VERA)[0], "schluessel")).status_code == 200


@pytest.mark.parametrize("act", ["", "daten/", "loeschen/"])
def test_pages_of_a_key_are_kept_nowhere_and_told_to_nobody(client, key, act):
    page = client.get(key + act)
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]
    assert not page.cookies


@pytest.mark.parametrize(
    ("headers", "acts"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, False),
    ],
    ids=str,
)
def test_other_websites_cannot_press_the_buttons(client, key, comment, headers, acts):
    answer = client.post(f"{key}{comment.pk}/zurueckziehen/", headers=headers)
    assert answer.status_code == (302 if acts else 403)
    comment.refresh_from_db()
    assert comment.is_shown != acts


def test_one_letter_serves_for_the_key_and_for_following(client, comment):
    wishes.note(comment, wants_key=True, follow="thread")
    (letter,) = to(VERA)
    assert not Follow.objects.active().exists()
    assert client.get(link(letter, "bestaetigen")).status_code == 200
    page = client.get(link(letter, "schluessel"))
    act = f"folgen/{Follow.objects.get().pk}/ja/"
    assert act in page.text
    client.post(link(letter, "schluessel") + act)
    assert Follow.objects.active().exists()


def test_what_never_came_to_anything_is_forgotten_after_a_week(comment, time_machine):
    wishes.note(comment, wants_key=True, follow="")
    Follow.objects.begin(Writer.objects.with_address("nie@example.org"), comment.target)
    time_machine.move_to(timezone.now() + timedelta(days=8))
    tick()
    assert [writer.email for writer in Writer.objects.all()] == [VERA]
    time_machine.move_to(timezone.now() + timedelta(days=24))
    tick()
    assert not Writer.objects.exists()


def test_thirty_comments_cost_no_more_queries_than_one(client, django_assert_max_num_queries):
    for _number in range(30):
        said_by_vera()
    key = key_for(VERA)
    with django_assert_max_num_queries(12):
        assert client.get(key).status_code == 200
