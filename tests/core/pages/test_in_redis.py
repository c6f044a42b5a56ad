"""Pages that are kept in Redis: for one site, by several machines, until Redis forgets."""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from startalking.core import pages, redis_client
from startalking.core.pages import generations
from tests.core.pages.site import Behind, Reader
from tests.own_redis import started_redis

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


@pytest.mark.parametrize("policy", ["allkeys-lru", "allkeys-random"])
def test_a_withdrawal_is_not_forgotten_where_redis_makes_room(server, behind, reader, other, policy):
    other.get()
    pages.revoke("post-1")
    behind.body = "<p>Weg.</p>"
    server.config_set("maxmemory-policy", policy)
    server.config_set("maxmemory", server.info()["used_memory"] + 1_000_000)
    for number in range(3000):
        server.set(f"filling.{number}", os.urandom(1000))
        if number % 10 == 0:
            generations.now()
        assert other.get().body == b"<p>Weg.</p>"


def test_what_was_withdrawn_after_the_last_snapshot_stays_withdrawn(place, tmp_path, server, behind, reader, other):
    reader.get()
    other.get()
    server.save()
    pages.revoke("post-1")
    behind.body = "<p>Weg.</p>"
    with started_anew_after_a_crash(place, tmp_path):
        assert [each.get().body for each in (other, Reader(behind))] == [b"<p>Weg.</p>"] * 2


def test_what_was_kept_after_the_last_snapshot_does_not_count_as_newer(place, tmp_path, server, behind, reader):
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
