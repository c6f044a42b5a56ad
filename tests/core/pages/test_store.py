"""The files that workers share: kept within their bounds while others write."""

import os
from pathlib import Path

import pytest

from startalking.core.pages import store
from startalking.core.pages.generations import Moment
from startalking.core.pages.page import Answer, Page
from startalking.core.pages.store import Files


@pytest.fixture
def files(tmp_path):
    files = Files(tmp_path)
    for number in range(10):
        files.write(f"{number:02}page", b"x")
    return files


def left(folder):
    return sorted(folder.glob("??/*"))


def test_a_file_that_goes_away_while_it_is_counted_does_not_end_the_tidying(files, tmp_path, monkeypatch):
    looked_into = os.scandir

    def renamed(folder):
        for entry in list(looked_into(folder)):
            if entry.name == "page" and Path(folder).name in {"00", "05"}:
                Path(entry).rename(tmp_path / f"elsewhere-{Path(folder).name}")
            yield entry

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(os, "scandir", renamed)
        files.tidy(most=0)
    assert left(tmp_path) == []


def test_a_small_file_counts_as_much_as_it_takes_on_the_disk(files, tmp_path):
    taken = [file.stat().st_blocks * 512 for file in left(tmp_path)]
    files.tidy(most=sum(taken))
    assert len(left(tmp_path)) == 10
    files.tidy(most=sum(taken[:3]))
    assert len(left(tmp_path)) == 3


def test_addresses_without_end_do_not_fill_the_disk(settings, tmp_path):
    settings.PAGES_DIR, settings.REDIS_URL, settings.PAGE_CACHE_DISK = str(tmp_path), "", 400_000
    for number in range(500):
        body = os.urandom(3000)
        store.keep(f"http://testserver/?ab={number}", Page(Moment("", 0), ["site"], Answer("200 OK", [], body)))
    taken = sum(file.stat().st_blocks * 512 for file in left(tmp_path))
    assert 200_000 < taken <= 400_000 * 9 / 8
