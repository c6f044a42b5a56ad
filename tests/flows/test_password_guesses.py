"""Somebody tries passwords at a protected post; those who know it go on reading."""

from datetime import UTC, datetime

import pytest

from blog import guesses
from tests.factories import make_post

pytestmark = pytest.mark.django_db

SECRET = "Der geheime Preis"


@pytest.fixture
def post():
    published = datetime(2026, 5, 1, tzinfo=UTC)
    return make_post(title="Nur für Kunden", body=f"<p>{SECRET}.</p>", password="Lüneburg 12", published_at=published)


@pytest.fixture
def enter(client, post, monkeypatch):
    monkeypatch.setattr(guesses, "PER_HOUR", 3)
    return lambda password, **sender: client.post(post.get_absolute_url(), {"password": password}, **sender)


def test_after_too_many_guesses_even_the_right_one_has_to_wait(enter, time_machine):
    time_machine.move_to("2026-05-04 09:18:30Z", tick=False)
    assert [enter(f"Versuch {number}").status_code for number in range(3)] == [422, 422, 422]
    answer = enter("Lüneburg 12")
    assert answer.status_code == 429
    assert answer["Retry-After"] == str(41 * 60 + 30)
    assert answer["Cache-Control"] == "private, no-store"
    assert SECRET not in answer.text
    assert 'role="alert"' in answer.text
    assert "42" in answer.text
    time_machine.move_to("2026-05-04 10:00:00Z", tick=False)
    assert SECRET in enter("Lüneburg 12").text


def test_the_last_wait_is_a_minute(enter, time_machine):
    time_machine.move_to("2026-05-04 09:59:59Z", tick=False)
    answer = [enter("falsch") for _ in range(4)][-1]
    assert (answer.status_code, answer["Retry-After"], answer.context["minutes"]) == (429, "1", 1)


def test_who_knows_the_password_reads_as_often_as_he_likes(enter):
    enter("Tippfehler")
    assert all(SECRET in enter("Lüneburg 12").text for _ in range(6))
    assert enter("Tippfehler").status_code == 422


def test_looking_and_sending_nothing_are_no_guesses(client, post, enter):
    for _ in range(5):
        client.get(post.get_absolute_url())
        assert enter("").status_code == 422
    assert SECRET in enter("Lüneburg 12").text


def test_other_readers_and_other_posts_do_not_pay_for_it(client, enter):
    for _ in range(4):
        enter("falsch")
    assert SECRET in enter("Lüneburg 12", REMOTE_ADDR="203.0.113.9").text
    other = make_post(title="Auch geschützt", body="<p>Anderes.</p>", password="x")
    assert "Anderes" in client.post(other.get_absolute_url(), {"password": "x"}).text


def test_the_limit_says_nothing_to_the_log_of_who_it_was(enter, caplog):
    for _ in range(4):
        enter("falsch", REMOTE_ADDR="203.0.113.9")
    assert "203.0.113.9" not in caplog.text
