"""What goes to Sentry: the event as it is sent, byte for byte."""

import logging

import pytest
from django.test import RequestFactory

from startalking.reporting import KEYS
from tests.observed import observing

VERA = "vera@example.org"


def shout(name="blog.views", error=None, **more):
    logging.getLogger(name).error("Broken", exc_info=error, **more)


@pytest.fixture
def event():
    """The one event that comes of an error in the log."""

    def sent(*arguments, **more):
        with observing() as observed:
            shout(*arguments, **more)
        (only,) = observed.events
        return only

    return sent


def raised():
    secret = VERA
    try:
        raise ValueError(secret)
    except ValueError as error:
        return error


def test_an_event_says_what_the_log_says_and_no_more(event):
    told = event(error=raised())
    assert set(told) <= KEYS
    assert told["logentry"] == {"formatted": "Broken"}
    (error,) = told["exception"]["values"]
    assert (error["type"], error["value"]) == ("ValueError", "")
    (frame,) = error["stacktrace"]["frames"]
    assert frame["filename"] == "tests/test_reporting.py"
    assert frame["context_line"] == "raise ValueError(secret)"
    assert frame["in_app"]
    assert set(frame) == {"filename", "function", "lineno", "context_line", "in_app"}


def test_local_variables_headers_and_extras_stay_here():
    request = RequestFactory().post(f"/kommentar/?q={VERA}", {"email": VERA}, headers={"cookie": f"a={VERA}"})
    with observing() as observed:
        shout("django.request", raised(), extra={"request": request, "status_code": 500, "email": VERA})
    assert len(observed.events) == 1
    assert VERA not in observed.everything
    assert "vera" not in observed.everything


def test_an_event_names_the_route(event):
    request = RequestFactory().get("/geheim/")
    request.resolver_match = type("Match", (), {"view_name": "comments:key"})
    assert event("django.request", extra={"request": request})["transaction"] == "comments:key"


def test_what_led_to_an_error_comes_first(event):
    error = raised()
    error.__cause__ = KeyError(VERA)
    assert [part["type"] for part in event(error=error)["exception"]["values"]] == ["KeyError", "ValueError"]


def test_only_errors_are_sent():
    with observing() as observed:
        logging.getLogger("blog").warning("Careful")
        logging.getLogger("urllib3.connectionpool").error("What the sender itself says")
        logging.getLogger("sentry_sdk.errors").error("What the sender itself says")
    assert observed.events == []


def test_the_machine_does_not_say_its_name(event):
    assert "server_name" not in event()
    assert "modules" not in event()
    assert "contexts" not in event()
