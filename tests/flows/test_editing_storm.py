"""Six processes publish, withdraw, file, move and delete at once: the lists say what the posts say."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.flows.test_comment_storm import server

pytestmark = pytest.mark.slow

BENCH = Path(__file__).parents[2] / "bench/editing_storm.py"


def storm(*options):
    run = subprocess.run([sys.executable, BENCH, "--json", *options], capture_output=True, text=True, timeout=300)
    assert run.stdout, run.stderr
    found = json.loads(run.stdout.splitlines()[-1])
    assert found["failed editors"] == 0, run.stderr
    assert found["wrong"] == 0
    assert found["filed"] > 20


def test_a_storm_of_edits_on_an_sqlite_file():
    storm()


def test_a_storm_of_edits_on_postgresql():
    try:
        psycopg.connect(f"{server()}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        pytest.skip(f"no PostgreSQL answers at {urlsplit(server()).hostname}")
    storm("--database", server())
