"""Readers fail, wait and knock: what an operator is told of it, and that nothing of them is in it."""

import json
import logging
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings
from django.urls import reverse
from huey.contrib.djhuey import HUEY

from comments import tokens
from comments.models import Comment
from startalking.core import tasks
from tests.core.test_meters import TOKEN, counting  # noqa: F401 (a fixture)
from tests.factories import make_post
from tests.flows.test_serving import ROOT, environment, is_one_sentence, manage, prepared, ready_data, start  # noqa: F401 (fixtures)
from tests.observed import observing

MAIL, ADDRESS, KEY = "vera.geheim@privat.example", "203.0.113.77", "Schluessel-von-Vera-4711"
WORDS = "Vertraulich: mein Gehalt beträgt viel zu wenig"
PRIVATE = (MAIL, ADDRESS, KEY, WORDS, "Vertraulich", "Veronika", "privat.example", "von-Vera", "Geheimagent")


def is_silent_about_her(text):
    return [word for word in PRIVATE if word in text] == []


@pytest.fixture
def visitor(settings):
    return Client(
        raise_request_exception=False,
        REMOTE_ADDR=ADDRESS,
        headers={"user-agent": "Geheimagent", "referer": f"{settings.SITE_URL}/{KEY}", "x-forwarded-for": ADDRESS},
    )


def comment_of_hers(post):
    return {
        "token": tokens.issue(post),
        "name": "Veronika",
        "email": MAIL,
        "website": "",
        "body": WORDS,
        "parent": "",
        "trap": "",
    }


@contextmanager
def everything_is_slow(settings):
    settings.SLOW_PAGE = settings.SLOW_QUERY = 1
    with pytest.MonkeyPatch.context() as patched:
        moments = iter(range(1_000_000))
        patched.setattr("startalking.core.timing.perf_counter", lambda: float(next(moments)))
        yield


def failing_with(*told):
    def fail(*_arguments, **_more):
        raise ValueError(f"Cannot do it: {told}")

    return fail


@pytest.mark.django_db
def test_a_comment_that_breaks_down_is_an_error_at_its_route(visitor, monkeypatch):
    post = make_post()
    monkeypatch.setattr(Comment, "submit", failing_with(MAIL, WORDS, ADDRESS))
    with observing() as observed:
        answer = visitor.post(f"{reverse('comments:submit', args=['beitrag', post.pk])}?q={KEY}", comment_of_hers(post))
    assert answer.status_code == 500
    assert "Internal Server Error: POST comments:submit" in observed.lines
    assert json.loads(observed.objects[0])["where"] == "comments:submit"
    assert [event["transaction"] for event in observed.events] == ["comments:submit"]
    assert is_silent_about_her(observed.everything)


@pytest.mark.django_db
def test_a_key_in_an_address_stays_out(visitor, monkeypatch):
    monkeypatch.setattr("comments.views.receipt.render", failing_with(KEY))
    monkeypatch.setattr("comments.views.errands.render", failing_with(KEY))
    with observing() as observed:
        for name in ("errand", "received", "key", "follow_end", "follow_confirm"):
            visitor.get(reverse(f"comments:{name}", args=[KEY]), {"mail": MAIL})
            visitor.post(reverse(f"comments:{name}", args=[KEY]), {"mail": MAIL})
    assert "comments:errand" in observed.lines
    assert is_silent_about_her(observed.everything)


@pytest.mark.django_db
def test_what_a_database_says_of_a_row_stays_out(visitor, monkeypatch):
    """PostgreSQL quotes the whole row in its error, SQLite the columns."""

    def insert_twice(_comment):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TABLE diary (said varchar(200) UNIQUE)")
            for _ in range(2):
                cursor.execute("INSERT INTO diary VALUES (%s)", [f"{MAIL} {WORDS}"])

    post = make_post()
    monkeypatch.setattr(Comment, "submit", insert_twice)
    with observing() as observed:
        visitor.post(reverse("comments:submit", args=["beitrag", post.pk]), comment_of_hers(post))
    assert "IntegrityError" in observed.lines
    assert is_silent_about_her(observed.everything)


@pytest.mark.django_db
def test_slow_pages_and_queries_are_told_without_the_reader(visitor, settings):
    post = make_post()
    with observing() as observed, everything_is_slow(settings):
        visitor.post(reverse("comments:submit", args=["beitrag", post.pk]), comment_of_hers(post))
        visitor.get(reverse("comments:errand", args=[KEY]))
        visitor.get(reverse("search"), {"q": WORDS})
        visitor.get(f"/{KEY}/{MAIL}/")
    told = [json.loads(line) for line in observed.objects]
    assert Comment.objects.get().body == WORDS
    assert {"comments:submit", "comments:errand", "search"} <= {line["where"] for line in told if "status" in line}
    assert any("INSERT INTO" in line.get("sql", "") for line in told)
    assert observed.events == []
    assert is_silent_about_her(observed.everything)


@pytest.mark.django_db
def test_who_is_turned_away_is_not_named(visitor, settings):
    post = make_post()
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with observing() as observed:
        strict.post(f"/admin/login/?next=/{KEY}/", {"username": MAIL}, headers={"referer": f"https://{MAIL}/"})
        visitor.get("/", headers={"host": f"{KEY}.privat.example"})
        visitor.get(f"/{KEY}/%00{MAIL}")
        visitor.generic(f"VERA-{KEY}", f"/{MAIL}/")
        visitor.post(f"/media/../{KEY}", {"mail": MAIL})
        visitor.post(reverse("comments:submit", args=["beitrag", post.pk]), {"body": WORDS, "email": MAIL})
        logging.getLogger("django.security.SuspiciousSession").error("Session %s", KEY)
    assert "Forbidden: POST admin:login" in observed.lines
    assert is_silent_about_her(observed.everything)


@pytest.mark.django_db
def test_a_task_that_breaks_down_is_told_without_what_it_was_given(monkeypatch):
    monkeypatch.setattr(Comment.objects, "untold", failing_with(MAIL), raising=False)
    with (
        observing() as observed,
        override_settings(TASKS={"default": {"BACKEND": "startalking.core.tasks.HueyBackend"}}),
    ):
        job = tasks.run.s("comments.tasks.tell_moderators", [WORDS], {"mail": MAIL})
        HUEY.execute(job)
    assert "Unhandled exception in task" in observed.lines
    assert [event["logger"] for event in observed.events] == ["huey"]
    assert is_silent_about_her(observed.everything)


@pytest.mark.django_db
def test_no_label_of_a_number_comes_from_outside(visitor, counting, monkeypatch):  # noqa: F811
    post = make_post()
    for _ in range(20):
        visitor.post(reverse("comments:submit", args=["beitrag", post.pk]), comment_of_hers(post))
    visitor.generic(f"VERA-{KEY}", f"/{MAIL}/")
    visitor.get(reverse("comments:errand", args=[KEY]), {"mail": MAIL})
    told = visitor.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).text
    assert 'method="other"' in told
    assert 'route="comments:submit"' in told
    assert 'startalking_refusals_total{limit="comments"}' in told
    assert is_silent_about_her(told)
    assert ADDRESS.replace(".", "") not in told


@pytest.mark.django_db
def test_a_database_that_is_gone_is_an_error_without_its_address(visitor, monkeypatch):
    def gone(*_arguments, **_more):
        raise DatabaseError(f'connection to server at "{ADDRESS}", user "{MAIL}" failed')

    monkeypatch.setattr("blog.models.Site.objects.current", gone)
    with observing() as observed:
        assert visitor.get("/").status_code == 500
    assert "DatabaseError" in observed.lines
    assert is_silent_about_her(observed.everything)


def ask(environment, path, **headers):  # noqa: F811
    request = urllib.request.Request(f"http://127.0.0.1:{environment['PORT']}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def test_several_workers_tell_together(start, environment, prepared):  # noqa: F811
    """Whichever worker is asked, it tells what all of them and the background counted."""
    start("--workers", "2", METRICS_TOKEN=TOKEN, LOG_FORMAT="json")
    for _ in range(20):
        ask(environment, "/admin/login/")
    status, told = ask(environment, "/metrics", Authorization=f"Bearer {TOKEN}")
    assert status == 200
    assert 'startalking_page_seconds_count{method="GET",route="admin",status="200"} 20.0' in told
    assert ask(environment, "/metrics")[0] == 401
    status, told = ask(environment, "/readyz")
    assert status == 200, told
    assert json.loads(told)["parts"]["migrations"] == "ok"


def test_a_site_without_its_tables_is_not_ready(start, environment, manage):  # noqa: F811
    manage("check")
    start()
    assert ask(environment, "/healthz") == (200, "ok\n")
    status, told = ask(environment, "/readyz")
    assert status == 503
    assert json.loads(told)["parts"]["migrations"] == "failed"


@pytest.mark.parametrize(
    ("name", "value", "module", "package"),
    [
        ("METRICS_TOKEN", TOKEN, "prometheus_client", "prometheus-client"),
        ("SENTRY_DSN", "https://key@sentry.example/1", "sentry_sdk", "sentry-sdk"),
    ],
)
def test_a_package_that_is_missing_is_told_in_one_sentence(environment, name, value, module, package):  # noqa: F811
    without = f"import importlib.util as u; f = u.find_spec; u.find_spec = lambda n: None if n == {module!r} else f(n)"
    answer = subprocess.run(
        [sys.executable, "-c", f"{without}; import startalking.settings"],
        cwd=ROOT,
        env=environment | {name: value},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 1
    assert name in answer.stderr
    assert package in answer.stderr
    assert is_one_sentence(answer.stderr)


def test_objects_and_events_are_made_from_the_first_line_on(environment, manage, prepared):  # noqa: F811
    """The formatters and Sentry are set up by the settings alone; nothing is sent from a place that does not exist."""
    code = "from logging import getLogger as log; log('django.request').error('%s', 'vera'); log('blog').info('hallo')"
    answer = manage("shell", "--no-imports", "-c", code, LOG_FORMAT="json", SENTRY_DSN="http://key@127.0.0.1:9/1")
    first, second = map(json.loads, answer.stderr.splitlines())
    assert (first["level"], first["message"]) == ("ERROR", "…")
    assert (second["logger"], second["message"]) == ("blog", "hallo")


def test_what_the_server_itself_says_is_told_like_all_else(environment, manage, prepared):  # noqa: F811
    """An error at its door, outside of Django, would be in its log with its words."""
    code = """
from copy import deepcopy
from logging import getLogger
from django.conf import settings
from granian.log import LogLevels, configure_logging
configure_logging(LogLevels.error, deepcopy(settings.LOGGING))
try:
    raise ValueError("vera")
except ValueError:
    getLogger("_granian").exception("Application callable raised an exception")
"""
    answer = manage("shell", "--no-imports", "-c", code, LOG_FORMAT="json")
    told = json.loads(answer.stderr)
    assert (told["logger"], told["message"]) == ("_granian", "Application callable raised an exception")
    assert told["exception"].endswith("ValueError")
    assert "vera" not in told["exception"].replace('raise ValueError("vera")', "")
    assert answer.stdout == ""
