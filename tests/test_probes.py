"""The addresses for machines: who may ask what, and what nobody learns there."""

import re

import pytest
from django.db import connection

from startalking.core import heartbeat, meters
from startalking.metrics import figures
from tests.core.test_meters import TOKEN, counting  # noqa: F401 (a fixture)
from tests.factories import make_comment, make_linkback

BEARER = {"authorization": f"Bearer {TOKEN}"}


def test_whether_the_process_lives_is_answered_without_the_database(client):
    """There is none in this test."""
    answer = client.get("/healthz", headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_nothing_can_be_sent_there(client, settings, path):
    settings.METRICS_TOKEN = TOKEN
    assert client.post(path, headers=BEARER).status_code == 405


def test_a_probe_is_not_sent_on_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_without_a_token_there_are_no_metrics(client):
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": TOKEN},
        {"authorization": "Bearer"},
        {"authorization": "Bearer "},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": f"Bearer {TOKEN}x"},
        {"authorization": "Bearer ä€"},
    ],
)
def test_who_does_not_know_the_token_learns_nothing(client, settings, headers):
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/metrics", headers=headers)
    assert (answer.status_code, answer.content) == (401, b"")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.django_db
def test_who_knows_it_gets_what_was_counted(client, counting):  # noqa: F811
    client.get("/gibt-es-nicht/")
    answer = client.get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert "no-store" in answer["Cache-Control"]
    assert 'status="404"' in answer.text
    assert 'startalking_tasks_waiting{due="now"}' in answer.text


@pytest.mark.django_db
def test_what_waits_is_counted_when_it_is_asked_for():
    make_comment(status="held")
    make_comment()
    make_linkback(status="held")
    heartbeat.beat()
    told = {figure.name: figure.values for figure in figures()}
    assert told["moderation_waiting"] == {"comments": 1, "linkbacks": 1}
    assert set(told["tasks_waiting"]) == {"now", "later"}
    assert 0 <= told["tick_age_seconds"][""] < 60


def test_a_source_that_fails_leaves_the_others_alone(caplog):
    def broken():
        raise ConnectionError("vera@example.org")
        yield

    def sound():
        yield meters.Figure("sound", "Sound.", {"": 1})

    assert [figure.name for figure in figures((broken, sound))] == ["sound"]
    assert caplog.messages == ["No figures of broken."]


@pytest.mark.django_db
def test_editors_see_what_a_page_took(client, admin_client):
    told = admin_client.get("/admin/")["Server-Timing"]
    number = r"\d+\.\d"
    shape = rf'total;dur={number}, db;dur={number};desc="\d+ queries", template;dur={number}'
    assert re.fullmatch(shape, told)
    for path in ("/admin/login/", "/", "/gibt-es-nicht/"):
        assert "Server-Timing" not in client.get(path)


@pytest.mark.django_db
def test_who_is_signed_in_and_no_editor_sees_nothing(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("vera"))
    assert "Server-Timing" not in client.get("/")


@pytest.mark.django_db
def test_an_editor_sees_it_on_public_pages_too(admin_client):
    assert "Server-Timing" in admin_client.get("/")


@pytest.mark.django_db
def test_counting_costs_no_query(client):
    client.get("/healthz")
    assert connection.execute_wrappers == []
