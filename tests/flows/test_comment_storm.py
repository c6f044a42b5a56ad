"""Eight processes comment on the same pages at once: nothing is lost, no thread is broken."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

pytestmark = pytest.mark.slow

BENCH = Path(__file__).parents[2] / "bench/comment_storm.py"


def storm(*options):
    run = subprocess.run([sys.executable, BENCH, "--json", *options], capture_output=True, text=True, timeout=300)
    assert run.stdout, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


def server():
    """The PostgreSQL server that the suite runs on, else the one on this machine."""
    stated = settings.DATABASES["default"]
    if "postgresql" in stated["ENGINE"]:
        password = f":{stated['PASSWORD']}" if stated["PASSWORD"] else ""
        return f"postgres://{stated['USER']}{password}@{stated['HOST']}:{stated['PORT'] or 5432}"
    return "postgres://postgres@127.0.0.1:5432"


def check(found):
    assert found["stored"] == 320
    assert found["broken"] == 0
    assert found["failed writers"] == 0
    assert found["linkbacks"] == 1  # of one trackback, sent 24 times
    assert found["answers"] > 140  # all but those that found nothing to answer yet
    assert found["by form"] == 80
    assert found["deepest"] > 1


def test_a_storm_of_comments_on_an_sqlite_file():
    check(storm())


def test_a_storm_of_comments_on_postgresql():
    try:
        psycopg.connect(f"{server()}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        pytest.skip(f"no PostgreSQL answers at {urlsplit(server()).hostname}")
    check(storm("--database", server()))
