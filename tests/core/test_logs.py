import json
import logging
import sys
from datetime import datetime

import pytest
from django.test import RequestFactory

from startalking.core import logs
from startalking.core.logs import Json, Line


def record(message, *arguments, name="django", level=logging.ERROR, error=None, **extra):
    exc_info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord(name, level, "", 1, message, arguments, exc_info)
    vars(made).update(extra)
    return made


def told(*arguments, **more):
    return json.loads(Json().format(record(*arguments, **more)))


def test_an_object_has_time_level_logger_and_message_on_one_line():
    made = record("Two\nlines", name="blog.views", level=logging.WARNING)
    line = Json().format(made)
    assert "\n" not in line
    given = json.loads(line)
    assert (given["level"], given["logger"], given["message"]) == ("WARNING", "blog.views", "Two lines")
    assert datetime.fromisoformat(given["time"]).timestamp() == pytest.approx(made.created, abs=0.001)
    assert given["time"].endswith("+00:00")


def test_our_own_code_says_what_it_says():
    assert told("The letter %s: %s", "welcome", 3, name="startalking.core.mail")["message"] == "The letter welcome: 3"


@pytest.mark.parametrize(
    ("message", "arguments", "said"),
    [
        ("Task %s took %0.1f s", ("send(vera)", 2.0), "Task … took 2.0 s"),
        ("Found %r and %d", ("vera", "vera"), "Found %r and %d"),
        ("%(who)s came", ({"who": "vera"},), "… came"),
        ("50% done", (), "50% done"),
        ("Too many %s %s", ("vera",), "Too many %s %s"),
        ("Got %s", (ValueError("vera"),), "Got ValueError"),
    ],
)
def test_a_library_is_quoted_without_what_it_put_in(message, arguments, said):
    assert told(message, *arguments, name="huey")["message"] == said


def test_an_error_that_our_own_code_puts_in_is_told_by_its_kind():
    assert told("Broken: %s", ValueError("vera"), name="comments.training")["message"] == "Broken: ValueError"


@pytest.mark.parametrize(
    "private",
    [
        "vera@example.org",
        "vera+news@sub.example.org",
        "203.0.113.9",
        "2001:db8::7334",
        "fe80:0:0:0:1:2:3:4",
        "https://anderswo.example/vera?token=1",
        "www.vera.example/x",
    ],
)
def test_addresses_are_left_out_of_every_message(private):
    assert told(f"Heard of {private}", name="blog")["message"] == "Heard of …"
    assert private not in Line().format(record(f"Heard of {private}, then", name="granian"))


@pytest.mark.parametrize("harmless", ["at 12:30:45", "version 5.2.19", "a::b", "23505"])
def test_what_only_looks_a_little_like_an_address_stays(harmless):
    assert harmless in told(f"It was {harmless}", name="blog")["message"]


def test_of_a_request_its_route_is_told():
    request = RequestFactory().get("/kommentar/freigabe/geheim/?q=vera")
    request.resolver_match = type("Match", (), {"view_name": "comments:errand"})
    given = told("%s: %s", "Internal Server Error", request.path, request=request, status_code=500)
    assert given["message"] == "Internal Server Error: GET comments:errand"
    assert given["where"] == "comments:errand"


def test_a_request_without_a_route_has_no_address_either():
    request = RequestFactory().generic("VERA@EXAMPLE.ORG", "/geheim/")
    assert told("%s", request.path, request=request, status_code=1)["message"] == "Request: other -"


def test_facts_are_for_our_own_code_only():
    assert told("Slow", name="startalking", facts={"milliseconds": 7})["milliseconds"] == 7
    assert "milliseconds" not in told("Slow", name="urllib3", facts={"milliseconds": 7})


def test_an_error_is_a_text_in_an_object_and_below_a_line():
    try:
        raise ValueError("vera")
    except ValueError as problem:
        made = record("Broken", error=problem)
    assert json.loads(Json().format(made))["exception"].endswith("ValueError")
    assert Line().format(made).endswith("ValueError")


def test_on_ones_own_machine_everything_is_told():
    try:
        raise ValueError("vera")
    except ValueError as problem:
        made = record("Broken: %s", "vera", error=problem)
    for formatter in (Line(plain=True), Json(plain=True)):
        assert formatter.format(made).count("vera") >= 2


def test_a_record_without_an_error_in_its_hands_is_told_as_well():
    made = record("Broken")
    made.exc_info = sys.exc_info()
    assert "exception" not in json.loads(Json().format(made))


def test_our_loggers_are_those_of_packages_that_lie_here():
    assert all(map(logs.is_ours, ["startalking.core.mail", "comments", "linkbacks.tasks"]))
    assert not any(map(logs.is_ours, ["django.request", "root", "huey.consumer", "docs"]))
