"""What has changed is counted for all processes, and nothing old counts after a loss."""

import errno
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from startalking.core.pages import generations
from startalking.core.pages.generations import Drawn, machine

COUNT = """
import sys
from django.conf import settings
settings.configure(PAGES_DIR=sys.argv[1], REDIS_URL=sys.argv[2], REDIS_PREFIX=sys.argv[3])
from startalking.core.pages import generations
for number in range(200):
    generations.count(["post-1", f"post-{number}"], revoked=number % 2)
"""


def test_processes_count_together(place):
    before = generations.now().number
    command = [sys.executable, "-c", COUNT, place.PAGES_DIR, place.REDIS_URL, place.REDIS_PREFIX]
    workers = [subprocess.Popen(command) for _ in range(3)]
    threads = [threading.Thread(target=lambda: [generations.count(["post-2"]) for _ in range(50)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0, 0]
    assert generations.now().number - before == 800
    assert generations.changes(["post-1"]).last > before


def test_a_thing_is_current_until_one_of_its_keys_changes(place):
    drawn = Drawn(generations.now(), ["site", "post-1"])
    generations.count(["post-2"])
    assert drawn.is_current(generations.now())
    generations.count(["site"])
    assert not drawn.is_current(generations.now())
    assert drawn.is_presentable(generations.now())
    generations.count(["post-1"], revoked=True)
    assert not drawn.is_presentable(generations.now())


def test_what_shows_nothing_stays_current(place):
    drawn = Drawn(generations.now(), [])
    generations.count(["site"], revoked=True)
    assert drawn.is_current(generations.now())
    generations.begin()
    assert not drawn.is_current(generations.now())
    assert not drawn.is_presentable(generations.now())


class TestOnThisMachine:
    @pytest.fixture
    def file(self, settings, tmp_path):
        settings.PAGES_DIR, settings.REDIS_URL = str(tmp_path / "new" / "pages"), ""
        generations.now()
        return tmp_path / "new" / "pages" / "generations"

    def test_a_file_that_was_deleted_is_begun_anew(self, file):
        drawn = Drawn(generations.now(), ["site"])
        file.unlink()
        time.sleep(machine.LOOK)
        assert not drawn.is_current(generations.now())
        assert file.exists()

    def test_a_change_is_never_counted_in_a_file_that_was_deleted(self, file):
        file.unlink()
        generations.count(["site"])
        assert machine_opened_anew(file).number == 1

    def test_after_the_machine_was_started_nothing_counts(self, file, monkeypatch):
        drawn = Drawn(generations.now(), ["site"])
        monkeypatch.setattr(machine, "_boot", lambda: 5)
        assert not drawn.is_current(machine_opened_anew(file))

    def test_only_its_owner_may_read_it(self, file):
        assert file.stat().st_mode & 0o077 == 0

    def test_a_link_is_not_followed(self, file, tmp_path):
        file.unlink()
        file.symlink_to(tmp_path / "elsewhere")
        time.sleep(machine.LOOK)
        with pytest.raises(generations.GenerationsError):
            generations.now()
        assert not (tmp_path / "elsewhere").exists()

    def test_a_full_disk_costs_no_open_files_and_is_not_tried_all_the_time(self, file, monkeypatch):
        wanted, tried, opened = machine.Machine(file.parent / "other"), [], Path("/proc/self/fd")

        def full(*_args):
            tried.append(1)
            raise OSError(errno.ENOSPC, "full")

        with monkeypatch.context() as disk:
            disk.setattr(os, "pwrite", full)
            before = len(list(opened.iterdir()))
            for _ in range(10):
                with pytest.raises(OSError, match=r"full|Resource"):
                    wanted.now()
            assert (len(list(opened.iterdir())), len(tried)) == (before, 1)
        monkeypatch.setattr(machine, "PAUSE", 0)
        assert wanted.now().birth


def machine_opened_anew(file):
    return machine.Machine(file).now()
