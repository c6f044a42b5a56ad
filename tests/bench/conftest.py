"""The programs that measure stand beside each other in a folder that is no package."""

import json
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture(autouse=True)
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    return BENCH


@pytest.fixture
def lines(tmp_path):
    """Write a folder of JSON lines: rows by the names of their files; what is a string stands there as it is."""

    def write(**files):
        for name, rows in files.items():
            written = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
            (tmp_path / f"{name}.jsonl").write_text("".join(f"{row}\n" for row in written), encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def load(db, lines, django_capture_on_commit_callbacks):
    """Write a folder and load it, as at the end of a transaction."""

    def write_and_load(*, skip=False, **files):
        from intake import loading

        with django_capture_on_commit_callbacks(execute=True):
            return loading.load(lines(**files), skip=skip)

    return write_and_load
