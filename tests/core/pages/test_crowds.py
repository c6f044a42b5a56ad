"""Many readers at once, and places that are out of reach: nobody is left without an answer."""

import shutil
import threading
import time
from pathlib import Path

import pytest

from startalking.core import pages
from startalking.core.pages import door as doors
from startalking.core.pages import generations
from startalking.core.pages.generations import machine
from tests.core.pages.site import Reader


class TestManyAtOnce:
    def drawn_slowly(self, behind, seconds):
        behind.before = lambda: time.sleep(seconds)

    def all_at_once(self, readers):
        answers = [None] * len(readers)

        def ask(number, reader):
            answers[number] = reader.get()

        threads = [threading.Thread(target=ask, args=pair) for pair in enumerate(readers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def test_a_page_is_drawn_once_for_all_who_wait(self, reader, other, behind):
        self.drawn_slowly(behind, 0.3)
        answers = self.all_at_once([reader, other] * 5)
        assert len(behind.asked) == 1
        assert {answer.body for answer in answers} == {behind.body.encode()}

    def test_while_it_is_renewed_the_old_one_is_shown(self, reader, other, behind, monkeypatch):
        monkeypatch.setattr(doors, "PATIENCE", 0.05)
        reader.get()
        old, behind.body = behind.body, "<p>Neu.</p>"
        self.drawn_slowly(behind, 1.0)
        pages.renew("post-1")
        answers = self.all_at_once([reader, other] * 4)
        bodies = [answer.body.decode() for answer in answers]
        assert len(behind.asked) == 2
        assert bodies.count("<p>Neu.</p>") == 1
        assert bodies.count(old) == 7

    def test_no_cache_elsewhere_keeps_what_is_old(self, reader, behind, settings, monkeypatch):
        """It was told already to forget this page, and will not be told again."""
        monkeypatch.setattr(doors, "PATIENCE", 0.05)
        settings.PURGE_URL, keeps = "https://cdn.example.com/", "public, s-maxage=600"
        behind.headers["Cache-Control"] = keeps
        readers = [Reader(behind) for _number in range(4)]
        assert readers[0].get().headers["cache-control"] == keeps
        old, behind.body = behind.body, "<p>Neu.</p>"
        self.drawn_slowly(behind, 0.5)
        pages.renew("post-1")
        for answer in self.all_at_once(readers):
            is_old = answer.body.decode() == old
            assert answer.headers["cache-control"] == ("no-store" if is_old else keeps)
            assert ("surrogate-key" in answer.headers) != is_old

    def test_nor_what_was_taken_back_while_it_was_drawn(self, behind, settings):
        settings.PURGE_URL, behind.headers["Cache-Control"] = "https://cdn.example.com/", "public, s-maxage=600"
        behind.before = lambda: pages.revoke("post-1")
        assert Reader(behind).get().headers["cache-control"] == "no-store"

    def test_what_was_revoked_is_waited_for(self, reader, other, behind, monkeypatch):
        monkeypatch.setattr(doors, "PATIENCE", 0.05)
        reader.get()
        behind.body = "<p>Neu.</p>"
        self.drawn_slowly(behind, 0.5)
        pages.revoke("post-1")
        answers = self.all_at_once([reader, other] * 4)
        assert {answer.body for answer in answers} == {b"<p>Neu.</p>"}
        assert len(behind.asked) == 2

    def test_nobody_waits_for_a_page_that_is_not_kept(self, reader, behind):
        behind.headers = {}
        reader.get()
        self.drawn_slowly(behind, 0.2)
        self.all_at_once([reader] * 4)
        assert len(behind.asked) == 5


class TestWhenThePlaceIsOutOfReach:
    @pytest.fixture
    def place(self, place):
        return place

    def lost(self, place):
        if place.REDIS_URL:
            place.REDIS_PROCESS.terminate()
            place.REDIS_PROCESS.wait()
        else:
            shutil.rmtree(place.PAGES_DIR)
            Path(place.PAGES_DIR).touch()
            time.sleep(machine.LOOK)

    def test_everything_is_drawn_anew(self, place, reader, behind):
        reader.get()
        self.lost(place)
        assert [reader.get().status for _ in range(2)] == [200, 200]
        assert len(behind.asked) == 3

    def test_a_change_does_not_fail_and_is_not_forgotten(self, place, reader, behind, monkeypatch, caplog):
        reader.get()
        known = generations.place()
        with monkeypatch.context() as out_of_reach:

            def silent(*_args, **_kwargs):
                raise (ConnectionError if place.REDIS_URL else OSError)

            out_of_reach.setattr(known._place, "count", silent)
            pages.renew("post-1")
        assert "cannot be renewed" in caplog.text
        reader.get()
        assert len(behind.asked) == 2


def test_a_damaged_file_is_drawn_anew(reader, behind, settings, tmp_path):
    if settings.REDIS_URL:
        pytest.skip("files are damaged on disks")
    reader.get()
    [file] = [path for path in (tmp_path / "pages").glob("??/*") if path.is_file()]
    for damage in (b"", b"{}\nabc", b"\xff\xfe", file.read_bytes()[:-3]):
        file.write_bytes(damage)
        assert Reader(behind).get().status == 200
    assert len(behind.asked) == 5
    assert file.stat().st_mode & 0o077 == 0
