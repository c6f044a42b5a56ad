"""The programs as somebody calls them."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest


@pytest.fixture
def called(bench, tmp_path):
    """Call a program with a DATA_DIR, or without; its exit code and all it said."""

    def call(*command, data=""):
        surroundings = {"PATH": "/usr/bin:/bin", "LANGUAGE_CODE": "en", **({"DATA_DIR": str(data)} if data else {})}
        program = [sys.executable, str(bench / command[0]), *map(str, command[1:])]
        done = subprocess.run(program, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return call


@pytest.mark.slow
def test_an_empty_database_is_prepared_loaded_and_indexed(called, tmp_path):
    lines, data = tmp_path / "lines", tmp_path / "data"
    assert called("corpus.py", lines, "--posts", 12, "--comments", 30, "--longest", 9) == (0, "")
    code, said = called("load.py", lines, "--index", data=data)
    assert code == 0, said
    assert "The database was empty and has been prepared. Administration: redaktion, " in said
    assert "Loaded 24 categories, 300 tags, 12 posts, 30 comments in " in said
    assert "14 searchable texts in " in said  # the two legal pages too
    assert "12 posts related in " in said
    with closing(sqlite3.connect(data / "startalking.sqlite3")) as database:
        counts = [
            database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("blog_post", "core_search")
        ]
    assert counts == [12, 14]


def test_nobody_loads_into_a_site_by_chance(called, tmp_path):
    code, said = called("load.py", tmp_path)
    assert (code, said.splitlines()[-1]) == (
        2,
        "load.py: error: Say where to: DATA_DIR=FOLDER, or DATABASE_URL, in the environment.",
    )


def test_a_server_is_asked_without_wrk_as_well(bench, monkeypatch, tmp_path):
    import threading
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    import visitors

    class Quiet(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_said):
            pass

    (tmp_path / "page.html").write_text("A page.")
    monkeypatch.setattr(visitors, "WRK", None)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path)) as server:
        threading.Thread(target=server.serve_forever).start()
        home = f"http://127.0.0.1:{server.server_port}"
        asked = visitors.ask(f"{home}/page.html", 0.2)
        assert asked.requests >= visitors.CONNECTIONS
        assert asked.rate > 0
        with pytest.raises(SystemExit, match="was not answered as it should be"):
            visitors.ask(f"{home}/nothing.html", 0.2)
        server.shutdown()
    assert "threads of our own" in visitors.asker()
