"""A real server for a measurement: the site as operators run it, in a folder and on a port of its own."""

import http.client  # noqa: TID251 (the server is our own)
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from urllib.parse import urlencode, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

OPEN_HOUSE = """
from blog.models import Post
from comments.models import Comment, Policy
Policy.objects.current()
Policy.objects.update(per_sender=0, per_minute=0)
for number in range(5):
    post = Post.objects.create(title=f"Beitrag {number}", slug=f"beitrag-{number}", body="<p>Ein Text.</p>")
    post.publish()
    Comment(post=post, name="Erste Stimme", body="Der Anfang des Gesprächs.", status="approved").submit()
"""
"""Five posts with an approved comment each, and no limits: all writers come from one machine."""


class House:
    def __init__(self, folder: Path, database: str = "", workers: int = 1) -> None:
        self.port, self.workers = free_port(), workers
        known = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}  # noqa: TID251
        self.machine = known | {"DATA_DIR": str(folder), "PORT": str(self.port), "PYTHONUNBUFFERED": "1"}
        self.machine |= {"DATABASE_URL": database, "LANGUAGE_CODE": "en"}
        self.server: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def shell(self, code: str) -> str:
        command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code]
        return subprocess.run(command, cwd=ROOT, env=self.machine, check=True, capture_output=True, text=True).stdout

    def start(self, *more: str) -> None:
        """Start and wait until it answers. What it says goes nowhere: a full pipe would stop it.

        A group of its own, to be ended as a whole, but no session: Linux gives sessions equal shares of the processors,
        and the servers that it is compared with run in ours.
        """
        command = [sys.executable, "manage.py", "serve", "--workers", str(self.workers), *more]
        with Path(self.machine["DATA_DIR"], "log").open("a") as log:
            self.server = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.machine,
                text=True,
                stdout=subprocess.PIPE,
                stderr=log,
                process_group=0,
            )
        assert self.server.stdout is not None
        while "Ctrl-C" not in (line := self.server.stdout.readline()):
            if not line:
                raise SystemExit(f"The server did not start: {self.server.wait()}")

    def kill(self) -> None:
        """As a power cut does it: the whole tree at once, without a word."""
        if self.server is not None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self._gone()

    def stop(self) -> None:
        if self.server is not None:
            os.killpg(self.server.pid, signal.SIGINT)
            self._gone()

    def _gone(self) -> None:
        assert self.server is not None
        assert self.server.stdout is not None
        self.server.wait()
        self.server.stdout.close()
        self.server = None


class Visitor:
    """Somebody with a connection that stays open."""

    def __init__(self, house: House) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)  # noqa: TID251

    def get(self, path: str) -> str:
        self.connection.request("GET", path)
        return self.connection.getresponse().read().decode()

    def post(self, path: str, fields: dict[str, str]) -> int:
        """The status of the answer. Raises `OSError` or `HTTPException` when there is none."""
        self.connection.request("POST", path, urlencode(fields), FORM)
        response = self.connection.getresponse()
        response.read()
        return response.status


@contextmanager
def database_beside(server: str, suffix: str = "") -> Iterator[str]:
    """A database of this measurement's own on a PostgreSQL server: its address; empty for SQLite in DATA_DIR."""
    if not server:
        yield ""
        return
    import psycopg

    name, home = f"startalking_bench_{os.getpid()}{suffix}", urlunsplit(urlsplit(server)._replace(path="/postgres"))
    with psycopg.connect(home, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(home, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
