from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from startalking import background, tick


@pytest.mark.django_db
def test_expired_sessions_are_forgotten_and_others_kept():
    for key, hours in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, expire_date=timezone.now() + timedelta(hours=hours))
    assert tick.tick() == []
    assert [session.session_key for session in Session.objects.all()] == ["new"]


def test_a_duty_that_fails_does_not_stop_the_others(caplog):
    done = []

    def break_down():
        raise RuntimeError("no paper")

    assert tick.tick([break_down, lambda: done.append("second")]) == ["break_down"]
    assert done == ["second"]
    assert "no paper" in caplog.text


def test_the_command_tells_what_failed(monkeypatch):
    monkeypatch.setattr("startalking.management.commands.tick.tick", lambda: ["send_newsletter"])
    with pytest.raises(CommandError, match="send_newsletter"):
        call_command("tick")


def test_of_all_schedulers_of_a_minute_one_ticks(monkeypatch, time_machine):
    done = []
    monkeypatch.setattr(background, "tick", lambda: done.append("tick") or [])
    time_machine.move_to("2026-11-25 12:00:01", tick=False)
    every_minute = background.every_minute.func.__wrapped__
    for _scheduler in range(3):
        every_minute()
    assert done == ["tick"]
    time_machine.shift(60)
    every_minute()
    assert done == ["tick"] * 2
