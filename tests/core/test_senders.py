"""Two senders of one day can be told apart, and that is all."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from startalking.core.senders import forget_yesterday, mark_of
from startalking.tick import DUTIES, tick

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def mark(rf):
    return lambda address, **headers: mark_of(rf.get("/", REMOTE_ADDR=address, **headers))


def test_a_mark_says_nothing_of_the_address(mark):
    assert len(mark("203.0.113.9")) == 32
    assert mark("203.0.113.9") == mark("203.0.113.9")
    assert mark("203.0.113.9") != mark("203.0.113.10")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("2001:DB8:1:2::1", "[2001:db8:1:2::1]:4711"),
        ("fe80::1", "fe80::1%eth0"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("203.0.113.9:4711", "203.0.113.9"),
    ],
)
def test_spellings_and_neighbours_in_one_household_are_one_sender(mark, one, other):
    assert mark(one) == mark(other) != mark("")


def test_another_network_is_another_sender(mark):
    assert mark("2001:db8:1:2::1") != mark("2001:db8:1:3::1")
    assert mark("::ffff:203.0.113.9") != mark("::ffff:203.0.113.10")


@pytest.mark.parametrize("garbage", ["", "unknown", "999.1.1.1", "a" * 10_000, "1:2", "[::1", "\x00", "۱۲۷.0.0.1"])
def test_garbage_is_one_common_sender(mark, garbage):
    assert mark(garbage) in {mark("no address"), mark("::1")}
    assert mark("no address") != mark("::1")


def test_nobody_chooses_an_address_by_a_header(mark):
    assert mark("203.0.113.9", HTTP_X_FORWARDED_FOR="198.51.100.1") == mark("203.0.113.9")


def test_behind_a_proxy_its_own_entry_counts(mark, settings):
    plain = mark("203.0.113.9")
    settings.TRUST_PROXY = True
    assert mark("127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9") == plain
    assert mark("127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9") == plain
    assert mark("127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, ") != plain


def test_the_next_day_everybody_is_somebody_else(mark, time_machine):
    time_machine.move_to(NOON)
    today = mark("203.0.113.9")
    time_machine.move_to(NOON + timedelta(hours=11, minutes=59))
    assert mark("203.0.113.9") == today
    time_machine.move_to(NOON + timedelta(hours=12))
    assert mark("203.0.113.9") != today


def test_yesterday_s_salt_is_gone_even_if_nobody_comes(mark, time_machine, settings):
    settings.REDIS_URL = ""
    time_machine.move_to(NOON)
    mark("203.0.113.9")
    yesterday = Path(settings.COUNTERS_FILE).read_bytes()[:32]
    time_machine.move_to(NOON + timedelta(days=1))
    assert forget_yesterday in DUTIES
    assert tick([forget_yesterday]) == []
    assert yesterday not in Path(settings.COUNTERS_FILE).read_bytes()


def test_two_workers_share_the_salt(settings, tmp_path):
    script = "import sys; from pathlib import Path; from startalking.core.counters.machine import Machine\n"
    script += "print(Machine(Path(sys.argv[1])).salt(b'', 4_000_000_000).hex())"
    command = [sys.executable, "-c", script, str(tmp_path / "counters")]
    workers = [subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE) for _ in range(3)]
    salts = {worker.communicate(timeout=60)[0] for worker in workers}
    assert len(salts) == 1
    assert len(salts.pop().strip()) == 64
