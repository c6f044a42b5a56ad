"""One after the other, over threads, processes and machines; and never two requests of ours at a host at once."""

import errno
import shutil
import subprocess
import sys
import threading
import time

import pytest

from startalking.core import fetch, redis_client, turns
from startalking.core.turns import turn
from tests.hostile import HTML, server
from tests.own_redis import started_redis

WORK = """
import sys, time
from django.conf import settings
settings.configure(COUNTERS_FILE=sys.argv[1], SECRET_KEY="a", REDIS_URL=sys.argv[2], REDIS_PREFIX="a")
from startalking.core.turns import turn
for _ in range(15):
    with turn("nachbar.example", wait=20), open(sys.argv[3], "r+") as file:
        number = int(file.read())
        time.sleep(0.002)
        file.seek(0)
        file.write(str(number + 1))
"""


@pytest.fixture(params=["machine", "redis"])
def place(request, settings, tmp_path):
    """Where turns are kept: on this machine, or in a Redis that is started for it."""
    settings.COUNTERS_FILE, settings.REDIS_URL = f"{tmp_path}/counters", ""
    if request.param == "machine":
        yield settings
        return
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed")
    settings.REDIS_URL = f"unix://{tmp_path}/redis.sock"
    with started_redis(tmp_path):
        yield settings
        redis_client.client(settings.REDIS_URL).close()


def test_threads_wait_for_each_other(place):
    inside, most = [], []

    def work():
        with turn("nachbar.example", wait=20):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.01)
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8


def test_processes_wait_for_each_other(place, tmp_path):
    number = tmp_path / "number"
    number.write_text("0")
    command = [sys.executable, "-c", WORK, place.COUNTERS_FILE, place.REDIS_URL, number]
    workers = [subprocess.Popen(command) for _ in range(3)]
    assert [worker.wait(timeout=30) for worker in workers] == [0, 0, 0]
    assert number.read_text() == "45"


def test_nobody_waits_for_ever(place):
    with turn("nachbar.example", wait=0):
        started = time.monotonic()
        with pytest.raises(TimeoutError), turn("nachbar.example", wait=0.1):
            pass
        assert 0.05 < time.monotonic() - started < 5
        with turn("anders.example", wait=0):
            pass
    with turn("nachbar.example", wait=0):
        pass


def test_an_error_ends_a_turn(place):
    with pytest.raises(ZeroDivisionError), turn("nachbar.example", wait=0):
        raise ZeroDivisionError
    with turn("nachbar.example", wait=0):
        pass


def test_nothing_is_left_behind_and_nothing_says_who_was_asked(settings, tmp_path):
    settings.COUNTERS_FILE, settings.REDIS_URL = f"{tmp_path}/counters", ""
    with turn("nachbar.example", wait=0):
        (file,) = (tmp_path / "counters.turns").iterdir()
        assert "nachbar" not in file.name
        assert file.stat().st_mode & 0o077 == 0
    assert list((tmp_path / "counters.turns").iterdir()) == []


def test_a_file_that_went_away_is_nobody_s_turn(settings, tmp_path, monkeypatch):
    """Somebody ends his turn between our opening of his file and our hold on it; another one may have made it anew."""
    settings.COUNTERS_FILE, settings.REDIS_URL = f"{tmp_path}/counters", ""
    folder, hold, gone = tmp_path / "counters.turns", turns.fcntl.flock, []

    def ended(file, how):
        if not gone:
            gone.extend(path.unlink() for path in folder.iterdir())
        return hold(file, how)

    monkeypatch.setattr(turns.fcntl, "flock", ended)
    with turn("nachbar.example", wait=5):
        assert (len(gone), len(list(folder.iterdir()))) == (1, 1)


def test_a_turn_ends_before_its_file_can_be_had(settings, tmp_path, monkeypatch):
    settings.COUNTERS_FILE, settings.REDIS_URL = f"{tmp_path}/counters", ""
    folder, close, left = tmp_path / "counters.turns", turns.os.close, []

    def noted(file):
        left.extend(folder.iterdir())
        close(file)

    with turn("nachbar.example", wait=0):
        monkeypatch.setattr(turns.os, "close", noted)
    assert left == []


def test_a_process_that_is_killed_frees_its_turn(settings, tmp_path):
    settings.COUNTERS_FILE, settings.REDIS_URL, settings.SECRET_KEY = f"{tmp_path}/counters", "", "a"
    held = WORK.partition("for _")[0] + 'with turn("nachbar.example", wait=0):\n print(flush=True)\n time.sleep(30)'
    command = [sys.executable, "-c", held, settings.COUNTERS_FILE, ""]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        with pytest.raises(TimeoutError), turn("nachbar.example", wait=0):
            pass
        process.kill()
    with turn("nachbar.example", wait=0):
        pass


def test_without_redis_the_machine_keeps_turns(settings, tmp_path, caplog):
    settings.COUNTERS_FILE, settings.REDIS_URL = f"{tmp_path}/counters", f"unix://{tmp_path}/nichts.sock"
    with turn("nachbar.example", wait=0), pytest.raises(TimeoutError), turn("nachbar.example", wait=0):
        pass
    assert "Redis" in caplog.text


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOSPC, errno.EMFILE, errno.EROFS])
def test_where_the_machine_keeps_no_turns_nobody_waits(settings, tmp_path, monkeypatch, caplog, number):
    settings.COUNTERS_FILE, settings.REDIS_URL = f"{tmp_path}/counters", ""

    def refuse(*_args, **_kwargs):
        raise OSError(number, "not to be had")

    monkeypatch.setattr(turns.os, "open", refuse)
    with turn("nachbar.example", wait=0), turn("nachbar.example", wait=0):
        assert "not to be had" in caplog.text


class TestAtAHost:
    @pytest.fixture(autouse=True)
    def here(self, lines, settings, tmp_path):
        settings.COUNTERS_FILE = f"{tmp_path}/counters"

    def test_one_request_at_a_time(self):
        inside, most = [], []

        def answer(line, _request):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.02)
            inside.pop()
            line.sendall(HTML + b"\r\nda")

        with server(answer) as peer:
            threads = [threading.Thread(target=fetch.get, args=(peer.url,)) for _ in range(6)]
            threads += [threading.Thread(target=fetch.post, args=(peer.url, b"a", "text/plain")) for _ in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert most == [1] * 8

    def test_who_would_wait_too_long_is_told_so(self, monkeypatch):
        monkeypatch.setattr(fetch, "PATIENCE", 0.05)
        with server(HTML + b"\r\nda") as peer:
            with turn(f"127.0.0.1:{peer.port}", wait=0), pytest.raises(fetch.FetchError) as caught:
                fetch.get(peer.url)
            assert (caught.value.status, caught.value.is_final, peer.heard) == (0, False, [])
            assert fetch.get(peer.url).body == b"da"

    def test_both_ports_of_the_web_are_one_host(self, resolver, monkeypatch):
        monkeypatch.setattr(fetch, "PATIENCE", 0)
        with turn("nachbar.example", wait=0):
            for scheme in ("http", "https"):
                with pytest.raises(fetch.FetchError):
                    fetch.get(f"{scheme}://nachbar.example/")
        assert resolver.tried == []

    def test_a_redirect_to_the_same_host_does_not_wait_for_itself(self):
        def answer(line, request):
            moved = b"HTTP/1.1 302 Found\r\nLocation: /neu\r\n\r\n"
            line.sendall(HTML + b"\r\nda" if b" /neu " in request else moved)

        with server(answer) as peer:
            assert fetch.get(peer.url).body == b"da"
