"""Pages that are kept in Redis: for one site, by several machines, until Redis forgets."""

import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import redis

from startalking.core import pages, redis_client, turns, written
from startalking.core.pages import generations
from startalking.core.pages.generations import GenerationsError, debt
from tests.core.pages.site import Behind, Reader
from tests.own_redis import started_redis

REVOKE = """
import sys
from django.conf import settings
settings.configure(PAGES_DIR=sys.argv[1], REDIS_URL=sys.argv[2], REDIS_PREFIX=sys.argv[3])
from startalking.core.pages import generations
try:
    generations.count(["post-1"], revoked=True)
except generations.GenerationsError:
    print("not counted")
"""

pytestmark = pytest.mark.parametrize("place", ["redis"], indirect=True)


def test_no_page_of_another_site_is_shown(place):
    live, staging = Behind(), Behind()
    staging.body = "<p>Entwurf.</p>"
    Reader(staging).get()
    place.REDIS_PREFIX = "startalking.live"
    assert [Reader(live).get().body for _ in range(2)] == [live.body.encode()] * 2
    assert len(live.asked) == 1


@pytest.fixture
def server(place):
    """The Redis itself, as its operator sees it."""
    with redis.Redis.from_url(place.REDIS_URL) as server:
        yield server


@contextmanager
def started_anew_after_a_crash(place, folder):
    place.REDIS_PROCESS.kill()
    place.REDIS_PROCESS.wait()
    Path(folder, "redis.sock").unlink()
    with started_redis(folder):
        yield


def test_a_withdrawal_is_not_forgotten_whatever_redis_makes_room_by(server, behind):
    pages.revoke("post-1")
    for key in server.keys(redis_client.name("pages*")):
        reader, behind.body = Reader(behind), "<p>Guten Tag.</p>"
        reader.get(f"/{key}/")
        pages.revoke("post-1")
        behind.body = "<p>Weg.</p>"
        server.delete(key)
        assert reader.get(f"/{key}/").body == b"<p>Weg.</p>"


def test_what_was_withdrawn_after_the_last_snapshot_stays_withdrawn(place, tmp_path, server, behind, reader, other):
    reader.get()
    other.get()
    server.save()
    pages.revoke("post-1")
    behind.body = "<p>Weg.</p>"
    with started_anew_after_a_crash(place, tmp_path):
        assert [each.get().body for each in (other, Reader(behind))] == [b"<p>Weg.</p>"] * 2


def test_what_was_kept_after_the_last_snapshot_does_not_count_as_newer(place, tmp_path, server, behind, reader):
    generations.now()
    server.save()
    for _ in range(20):
        pages.renew("post-2")
    reader.get()
    behind.body = "<p>Weg.</p>"
    with started_anew_after_a_crash(place, tmp_path):
        pages.revoke("post-1")
        assert reader.get().body == b"<p>Weg.</p>"


def test_numbers_that_go_back_behind_an_open_line_count_for_nothing(server, behind, reader):
    reader.get()
    snapshot = server.dump(redis_client.name("pages"))
    pages.revoke("post-1")
    behind.body = "<p>Weg.</p>"
    assert generations.now().number == 1
    server.restore(redis_client.name("pages"), 0, snapshot, replace=True)
    assert reader.get().body == b"<p>Weg.</p>"


def test_a_redis_that_does_not_say_which_run_it_is_keeps_pages_too(server, behind):
    server.execute_command("ACL", "SETUSER", "default", "-info")
    assert [Reader(behind).get().status for _ in range(2)] == [200, 200]
    assert len(behind.asked) == 1


def test_what_has_changed_and_when_is_forgotten_together(place, server):
    """Between a look at the count and one at what has changed, Redis may have made room."""
    moment = generations.now()
    drawn = generations.Drawn(moment, ["post-1"])
    pages.revoke("post-1")
    seen = generations.now()
    server.delete(redis_client.name("pages"))
    assert not drawn.is_current(seen)
    assert not drawn.is_presentable(seen)


class TestASilentRedis:
    @pytest.fixture
    def place(self, place, monkeypatch):
        monkeypatch.setattr(redis_client, "SILENCE", 0.4)
        return place

    @contextmanager
    def silence(self, place):
        place.REDIS_PROCESS.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            place.REDIS_PROCESS.send_signal(signal.SIGCONT)

    def test_it_is_waited_for_once(self, place, behind, reader, monkeypatch):
        monkeypatch.setattr(redis_client, "PAUSE", 60)
        reader.get("/a/")
        with self.silence(place):
            started = time.monotonic()
            assert [reader.get(path).status for path in ("/a/", "/b/", "/c/", "/d/")] == [200] * 4
            with turns.turn("somebody", wait=0), suppress(ConnectionError):
                written.position()
            assert time.monotonic() - started < 2 * redis_client.SILENCE
        assert len(behind.asked) == 5

    def test_it_is_asked_again_after_a_while(self, place, behind, reader, monkeypatch):
        monkeypatch.setattr(redis_client, "PAUSE", 0.2)
        with self.silence(place):
            reader.get()
        time.sleep(0.2)
        assert [reader.get().status for _ in range(2)] == [200, 200]
        assert len(behind.asked) == 2

    def test_a_change_is_told_as_soon_as_it_answers(self, place, behind, reader, other, monkeypatch):
        monkeypatch.setattr(redis_client, "PAUSE", 60)
        other.get()
        moment = generations.now()
        with self.silence(place):
            reader.get()
        pages.revoke("post-1")
        monkeypatch.setattr(redis_client, "_pause", redis_client.Pause())  # as in another process
        assert generations.now().number == moment.number + 1

    def revoked_by_a_command(self, place):
        command = [sys.executable, "-c", REVOKE, place.PAGES_DIR, place.REDIS_URL, place.REDIS_PREFIX]
        assert subprocess.check_output(command) == b"not counted\n"

    def test_what_a_command_could_not_count_others_make_good(self, place, behind, reader, other):
        reader.get()
        with self.silence(place):
            self.revoked_by_a_command(place)
        behind.body = "<p>Weg.</p>"
        time.sleep(debt.LOOK)
        assert [each.get().body for each in (reader, other, reader)] == [b"<p>Weg.</p>"] * 3
        assert len(behind.asked) == 2  # once is enough

    def test_where_nobody_reads_the_tick_makes_it_good(self, place):
        drawn = generations.Drawn(generations.now(), ["post-1"])
        with self.silence(place):
            self.revoked_by_a_command(place)
        time.sleep(debt.LOOK)
        pages.tidy()
        assert Path(place.PAGES_DIR, generations.OWED).stat().st_size == 0
        assert not drawn.is_current(generations.now())

    def test_a_change_that_fails_while_another_one_is_made_good_is_owed_as_well(self, place, monkeypatch):
        known, began = generations.place(), threading.Event()
        begin = known._place.begin

        def slowly():
            begin()
            began.set()
            time.sleep(0.3)

        with self.silence(place), pytest.raises(GenerationsError):
            generations.count(["post-1"])
        monkeypatch.setattr(known._place, "begin", slowly)
        monkeypatch.setattr(redis_client, "_pause", redis_client.Pause())
        thread = threading.Thread(target=generations.now)
        thread.start()
        began.wait()
        drawn = generations.Drawn(known._place.now(), ["post-1"])
        with self.silence(place), pytest.raises(GenerationsError):
            generations.count(["post-1"])
        thread.join()
        monkeypatch.setattr(redis_client, "_pause", redis_client.Pause())
        assert not drawn.is_current(generations.now())

    def test_where_nothing_can_be_written_the_process_remembers(self, place, behind, reader):
        reader.get()
        Path(place.PAGES_DIR).mkdir(parents=True, exist_ok=True)
        Path(place.PAGES_DIR, generations.OWED).mkdir()
        with self.silence(place):
            pages.revoke("post-1")
        redis_client._pause = redis_client.Pause()
        behind.body = "<p>Weg.</p>"
        assert reader.get().body == b"<p>Weg.</p>"
