"""Who asks which database. The servers are numbers here; tests/peers/test_standby.py has real ones."""

import os

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from startalking.core import databases, written
from startalking.core.databases import PRIMARY, REPLICA, Readers, Router


class Servers:
    """How far the primary was written and the replica has got; `None` for one that does not answer."""

    def __init__(self):
        self.primary, self.replica = 100, 100
        self.asked = []

    def position(self, alias, _question):
        self.asked.append(alias)
        found = self.primary if alias == PRIMARY else self.replica
        if found is None:
            raise OperationalError("no route to host")
        return found

    def write(self, size=10):
        self.primary += size
        databases.note_write()


@pytest.fixture
def servers(monkeypatch, settings, tmp_path):
    servers = Servers()
    settings.COUNTERS_FILE = str(tmp_path / "counters")
    monkeypatch.setattr(databases, "has_replica", lambda: True)
    monkeypatch.setattr(databases, "_position", servers.position)
    monkeypatch.setattr(databases, "_replica", databases._Replica())
    return servers


def read():
    return Router().db_for_read(None)


def write(statement="INSERT INTO blog_post VALUES (1)"):
    databases._asker.get().watch(lambda *_: None, statement, (), False, {})
    return Router().db_for_write(None)


def ask(view, method="GET", path="/", **cookies):
    """The answer of a view behind the middleware, as somebody with these cookies gets it."""
    request = RequestFactory().generic(method, path)
    request.COOKIES.update(cookies)
    return Readers(lambda _request: view())(request)


def end_pause():
    databases._replica._until = 0.0


def reader_asks(method="GET", path="/", **cookies):
    asked = []
    ask(lambda: asked.append(read()) or HttpResponse(), method, path, **cookies)
    return asked[0]


def test_anonymous_readers_ask_the_replica(servers):
    assert [reader_asks(), reader_asks("HEAD"), reader_asks(path="/suche/")] == [REPLICA] * 3


@pytest.mark.parametrize(
    ("method", "path", "cookies"),
    [("POST", "/", {}), ("GET", "/admin/", {}), ("GET", "/", {"sessionid": "a"}), ("DELETE", "/", {})],
)
def test_all_others_ask_the_primary(servers, method, path, cookies):
    assert reader_asks(method, path, **cookies) == PRIMARY


def test_tasks_and_commands_ask_the_primary(servers):
    assert read() == PRIMARY


def test_a_replica_that_is_behind_is_not_asked(servers):
    reader_asks()
    servers.write()
    assert reader_asks() == PRIMARY
    servers.replica = servers.primary
    assert reader_asks() == REPLICA


def test_what_is_noted_while_a_page_is_drawn_counts_at_once(servers):
    asked = []

    def view():
        asked.append(read())
        servers.write()
        asked.append(read())
        servers.replica = servers.primary
        asked.append(read())
        return HttpResponse()

    ask(view)
    assert asked == [REPLICA, PRIMARY, PRIMARY]


def test_who_writes_reads_what_he_wrote(servers):
    asked = []
    ask(lambda: asked.append((read(), write(), read())) or HttpResponse())
    assert asked == [(REPLICA, PRIMARY, PRIMARY)]


def test_who_might_have_written_but_did_not_stays_a_reader(servers):
    asked = []
    ask(lambda: asked.append((read(), write("SELECT 1 FROM blog_site"), read())) or HttpResponse())
    assert asked == [(REPLICA, PRIMARY, REPLICA)]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_next_reader_finds_what_a_request_wrote(servers, method):
    reader_asks()

    def view():
        write()
        servers.primary += 10
        return HttpResponse()

    ask(view, method)
    assert reader_asks() == PRIMARY


def test_the_replica_is_asked_how_far_it_is_only_when_it_has_to_be_further(servers):
    reader_asks()
    servers.asked.clear()
    assert reader_asks() == REPLICA
    assert servers.asked == []


def test_a_silent_replica_is_left_alone_for_a_while(servers, caplog):
    servers.replica = None
    assert [reader_asks() for _ in range(5)] == [PRIMARY] * 5
    assert servers.asked.count(REPLICA) == 1
    end_pause()
    assert reader_asks() == PRIMARY
    servers.replica = servers.primary
    end_pause()
    assert reader_asks() == REPLICA
    assert [line.getMessage().partition(":")[0] for line in caplog.records] == [
        "The replica cannot be asked",
        "The replica is asked again.",
    ]


def test_a_replica_that_breaks_off_costs_no_page(servers):
    def view():
        return HttpResponse(status=500 if read() == REPLICA else 200)

    assert ask(view).status_code == 200
    assert reader_asks() == PRIMARY


def test_a_mistake_of_our_own_does_not_speak_against_the_replica(servers):
    assert ask(lambda: read() and HttpResponse(status=500)).status_code == 500
    assert reader_asks() == REPLICA


def test_after_silence_the_replica_has_to_be_as_far_as_the_primary_is_then(servers, monkeypatch):
    reader_asks()
    with monkeypatch.context() as away:
        away.setattr(written, "advance", lambda _position: (_ for _ in ()).throw(ConnectionError("silent")))
        servers.write()
        assert reader_asks() == PRIMARY
    end_pause()
    assert reader_asks() == PRIMARY
    servers.replica = servers.primary
    assert reader_asks() == REPLICA


def test_a_mark_only_grows_and_is_forgotten_after_an_hour(servers, settings):
    written.advance(500)
    written.advance(300)
    assert written.position() == 500
    if not settings.REDIS_URL:
        os.utime(f"{settings.COUNTERS_FILE}.written", (0, 0))
        assert written.position() == 0
        written.advance(300)
        assert written.position() == 300
