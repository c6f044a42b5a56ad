"""How often something may happen, whoever counts it: this process, its threads, other processes, Redis."""

import logging
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from startalking.core import counters, limits, redis_client
from startalking.core.counters import machine
from startalking.core.counters.machine import Machine

MORNING = datetime(2026, 5, 4, 9, 40, tzinfo=UTC)
LATER = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())
ROOT = Path(__file__).parents[2]


def begin(script, *words):
    """Another process that knows the table only by its path."""
    opening = "import sys; from pathlib import Path; from startalking.core.counters.machine import Machine\n"
    return subprocess.Popen([sys.executable, "-c", opening + script, *map(str, words)], cwd=ROOT)


@pytest.fixture
def shelf(tmp_path):
    return tmp_path / "counters"


class TestWindows:
    @pytest.fixture(autouse=True)
    def in_the_morning(self, time_machine):
        time_machine.move_to(MORNING, tick=False)

    def test_a_count_says_how_often_and_how_long_it_holds(self):
        assert limits.count("door", seconds=3600) == limits.Count(1, 20 * 60)
        assert limits.count("door", seconds=3600) == limits.Count(2, 20 * 60)

    def test_keys_and_windows_do_not_meet(self):
        limits.count("door", seconds=3600)
        assert limits.count("window", seconds=3600).number == 1
        assert limits.count("door", seconds=60).number == 1

    def test_a_window_ends_on_the_clock(self, time_machine):
        assert limits.allow("door", 1, 3600) == 0
        assert limits.allow("door", 1, 3600) == 20 * 60
        time_machine.move_to(MORNING + timedelta(minutes=19, seconds=59), tick=False)
        assert limits.allow("door", 1, 3600) == 1
        time_machine.move_to(MORNING + timedelta(minutes=20), tick=False)
        assert limits.allow("door", 1, 3600) == 0

    def test_no_limit_counts_nothing(self):
        assert [limits.allow("door", 0, 3600) for _ in range(3)] == [0, 0, 0]
        assert limits.count("door", seconds=3600).number == 1

    def test_what_was_harmless_is_taken_back(self):
        limits.allow("door", 1, 3600)
        limits.take_back("door", 3600)
        assert limits.allow("door", 1, 3600) == 0


class TestOnOneMachine:
    """The table itself, and the processes that share it."""

    def test_many_processes_and_threads_count_exactly(self, shelf):
        script = "m = Machine(Path(sys.argv[1]))\nfor _ in range(1000): m.add(b'together', 4_000_000_000, 1)"
        others = [begin(script, shelf) for _ in range(4)]
        table = Machine(shelf)
        threads = [Thread(target=lambda: [table.add(b"together", LATER, 1) for _ in range(1000)]) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [other.wait(60) for other in others] == [0] * 4
        assert table.add(b"together", LATER, 1) == 6001

    def test_who_is_killed_leaves_it_open_and_sound(self, shelf):
        script = "m = Machine(Path(sys.argv[1]))\nwhile True: m.add(b'for ever', 4_000_000_000, 1)"
        table = Machine(shelf)
        for _ in range(5):
            other = begin(script, shelf)
            before = table.add(b"for ever", LATER, 0)
            deadline = time.monotonic() + 30
            while table.add(b"for ever", LATER, 0) == before and time.monotonic() < deadline:
                time.sleep(0.01)
            other.send_signal(signal.SIGKILL)
            other.wait(30)
            number = table.add(b"for ever", LATER, 1)
            assert before < number == table.add(b"for ever", LATER, 0)

    def test_a_forked_child_does_not_pass_its_parent_s_lock(self, shelf):
        family = """
import os
from django.conf import settings
from startalking.core import counters
settings.configure(REDIS_URL="", COUNTERS_FILE=sys.argv[1], SECRET_KEY="x")
counters.add("family", 4_000_000_000)
child = os.fork()
for _ in range(2000):
    counters.add("family", 4_000_000_000)
if child:
    sys.exit(os.waitpid(child, 0)[1] or counters.add("family", 4_000_000_000) != 4002)
"""
        assert begin(family, shelf).wait(60) == 0

    def test_below_zero_nothing_is_taken_back(self, shelf):
        table = Machine(shelf)
        assert [table.add(b"together", LATER, step) for step in (-1, 1, -1, -1, 1)] == [0, 1, 0, 0, 1]

    def test_a_full_table_keeps_counting_what_matters(self, shelf, monkeypatch):
        monkeypatch.setattr(machine, "SLOTS", 16)
        table = Machine(shelf)
        for _ in range(50):
            table.add(b"flooding", LATER, 1)
        for number in range(1000):
            assert table.add(number.to_bytes(8, "little"), LATER, 1) == 1
        assert table.add(b"flooding", LATER, 1) == 51

    def test_what_has_ended_goes_first(self, shelf, monkeypatch):
        monkeypatch.setattr(machine, "SLOTS", machine.REACH)
        table = Machine(shelf)
        table.add(b"earlier.", LATER - 60, 40)
        for number in range(1, machine.REACH):
            table.add(number.to_bytes(8, "little"), LATER, 1)
        table.add(b"newcomer", LATER, 1)
        assert table.add((1).to_bytes(8, "little"), LATER, 1) == 2
        assert table.add(b"earlier.", LATER - 60, 1) == 1

    def test_only_its_owner_reads_it_and_names_are_not_in_it(self, settings):
        settings.REDIS_URL = ""
        limits.count("trackback.anderswo.example", seconds=60)
        file = Path(settings.COUNTERS_FILE)
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.stat().st_size == machine.SIZE
        assert b"anderswo" not in file.read_bytes()

    def test_a_deleted_table_is_begun_anew(self, shelf):
        table = Machine(shelf)
        table.add(b"together", LATER, 7)
        shelf.unlink()
        assert table.add(b"together", LATER, 1) == 1
        assert Machine(shelf).add(b"together", LATER, 1) == 2

    @pytest.mark.parametrize("obstacle", ["folder", "link", "open to all"])
    def test_a_file_that_is_not_ours_is_not_used(self, shelf, tmp_path, obstacle, caplog):
        if obstacle == "folder":
            shelf.mkdir()
        elif obstacle == "link":
            shelf.symlink_to(tmp_path / "elsewhere")
        else:
            shelf.touch()
            shelf.chmod(0o666)
        table = Machine(shelf)
        assert [table.add(b"alone", LATER, 1) for _ in range(3)] == [1, 2, 3]
        assert len(caplog.messages) == 1
        assert not (tmp_path / "elsewhere").exists()


def redis_answers():
    from django.conf import settings

    if not settings.REDIS_URL:
        return False
    from redis import Redis, RedisError

    try:
        return bool(Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1).ping())
    except RedisError:
        return False


@pytest.mark.skipif("not redis_answers()", reason="REDIS_URL names no Redis that answers")
class TestInRedis:
    def test_counts_end_by_themselves(self, settings):
        from redis import Redis

        client = Redis.from_url(settings.REDIS_URL)
        assert [limits.count("door", seconds=3600).number for _ in range(3)] == [1, 2, 3]
        (key,) = client.keys(redis_client.name("limits.*"))
        assert 0 < client.ttl(key) <= 3600
        client.close()

    def test_threads_count_exactly(self):
        threads = [Thread(target=lambda: [counters.add("together", LATER) for _ in range(100)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert counters.add("together", LATER) == 401

    def test_the_machine_s_table_is_not_touched(self, settings):
        limits.count("door", seconds=3600)
        assert not Path(settings.COUNTERS_FILE).exists()


class TestWithoutAnAnswerOfRedis:
    @pytest.fixture(autouse=True)
    def silence(self, settings, monkeypatch):
        pytest.importorskip("redis", reason="the library is not installed")
        settings.REDIS_URL = "redis://:geheim@127.0.0.1:9/0"
        monkeypatch.setattr(counters, "_pause", counters._Pause())

    def test_the_machine_counts_by_itself_and_says_so_once(self, caplog):
        with caplog.at_level(logging.WARNING):
            assert [limits.count("203.0.113.9", seconds=3600).number for _ in range(3)] == [1, 2, 3]
        (message,) = caplog.messages
        assert "Redis" in message
        assert "203.0.113.9" not in message
        assert "geheim" not in message

    def test_nobody_waits_for_it_twice(self, time_machine):
        limits.count("door", seconds=3600)
        began = time.perf_counter()
        limits.count("door", seconds=3600)
        assert time.perf_counter() - began < 0.2
