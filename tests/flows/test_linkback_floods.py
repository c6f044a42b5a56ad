"""Somebody calls too often."""

from datetime import timedelta

import pytest
from django.utils import timezone

from linkbacks import limits
from linkbacks.models import Incoming
from tests.doors import error, knock, ping, pingback, trackback, webmention
from tests.factories import make_linkback, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return make_post()


def test_a_host_that_calls_too_often_has_to_wait(client, post, monkeypatch):
    monkeypatch.setattr(limits, "PER_HOST", 3)
    source = "https://flut.example/"
    for number in range(3):
        assert error(ping(client, post, url=f"{source}{number}")) == ""
    answer = ping(client, post, url=f"{source}4")
    assert "Too many" in error(answer)
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert error(ping(client, post, url="https://andere.example/")) == ""


def test_an_hour_later_it_may_call_again(client, post, monkeypatch, time_machine):
    monkeypatch.setattr(limits, "PER_HOST", 1)
    ping(client, post, url="https://stunde.example/1")
    assert error(ping(client, post, url="https://stunde.example/2"))
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    assert error(ping(client, post, url="https://stunde.example/2")) == ""


def test_a_sender_that_calls_too_often_has_to_wait_whatever_it_says(client, post, monkeypatch):
    monkeypatch.setattr(limits, "PER_SENDER", 2)
    knock(client, "/gibt-es-nicht/trackback/")
    assert error(ping(client, post, url="https://eins.example/")) == ""
    answer = ping(client, post, url="https://zwei.example/")
    assert "from this address" in error(answer)
    assert 0 < int(answer["Retry-After"]) <= 3600
    client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    assert error(ping(client, post, url="https://zwei.example/")) == ""


def test_the_queue_has_an_end(client, post, monkeypatch):
    monkeypatch.setattr(limits, "LONGEST_QUEUE", 1)
    make_linkback(status=Incoming.Status.HELD)
    assert ping(client, post)["Retry-After"]
    assert Incoming.objects.count() == 1


@pytest.mark.parametrize("call", [trackback, pingback, webmention])
def test_a_door_notes_the_call_and_asks_nobody(client, post, web, settings, call):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    call(client, post)
    assert Incoming.objects.unchecked().count() == 1
    assert web.asked == []
