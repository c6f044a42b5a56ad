"""The same call twenty times at once, by each protocol, at a server with two workers: one row."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

pytestmark = pytest.mark.slow

BENCH = Path(__file__).parents[2] / "bench/linkback_doors.py"


def repeats(*options):
    command = [sys.executable, BENCH, "--only", "repeats", "--json", *options]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert run.stdout, run.stderr
    return json.loads(run.stdout.splitlines()[-1])["repeats"]


def server():
    """The PostgreSQL server that the suite runs on, else the one on this machine."""
    stated = settings.DATABASES["default"]
    if "postgresql" in stated["ENGINE"]:
        password = f":{stated['PASSWORD']}" if stated["PASSWORD"] else ""
        return f"postgres://{stated['USER']}{password}@{stated['HOST']}:{stated['PORT'] or 5432}"
    return "postgres://postgres@127.0.0.1:5432"


def test_repeats_on_an_sqlite_file():
    assert repeats() == {"calls": 60, "rows": 1, "channels": 3}


def test_repeats_on_postgresql():
    try:
        psycopg.connect(f"{server()}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        pytest.skip(f"no PostgreSQL answers at {urlsplit(server()).hostname}")
    assert repeats("--database", server()) == {"calls": 60, "rows": 1, "channels": 3}
