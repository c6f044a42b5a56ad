"""A PostgreSQL server and its streaming replica, each in a folder of its own, for as long as they are needed."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import psycopg

from bench.house import free_port

USER = "postgres"
OPTIONS = "-h 127.0.0.1 -k {folder} -c fsync=off -c max_connections=60 -c hot_standby_feedback=on"


def programs():
    """Where PostgreSQL's programs lie, or None."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


def missing():
    """Why there can be no servers here; empty when there can."""
    folder = programs()
    if folder is None or not (folder / "pg_basebackup").exists():
        return "there are no programs of PostgreSQL's server; on Debian: apt-get install postgresql"
    if os.geteuid() == 0:
        try:
            pwd.getpwnam(USER)
        except KeyError:
            return f"PostgreSQL does not run as root, and there is no user {USER}"
    return ""


class Server:
    def __init__(self, folder):
        self.folder, self.port, self.is_up = folder, free_port(), False
        self.url = f"postgres://{USER}@127.0.0.1:{self.port}/postgres"

    def start(self):
        options = f"-p {self.port} {OPTIONS.format(folder=self.folder.parent)}"
        self._control("start", "-w", "-l", f"{self.folder}.log", "-o", options)
        self.is_up = True

    def stop(self):
        if self.is_up:
            self._control("stop", "-m", "immediate")
            self.is_up = False

    def told(self, statement, *values):
        with psycopg.connect(self.url, autocommit=True) as connection:
            found = connection.execute(statement, values)
            return found.fetchone()[0] if found.description else None

    def _control(self, verb, *more):
        run("pg_ctl", verb, "-D", self.folder, "-s", *more)


class Pair:
    """`with Pair() as pair`: `pair.primary`, and `pair.standby`, which replays what the primary writes. `Pair(False)`
    is the primary alone.
    """

    def __init__(self, has_standby=True):
        self._has_standby = has_standby

    def __enter__(self):
        self._folder = Path(tempfile.mkdtemp(prefix="standby-"))
        if os.geteuid() == 0:
            shutil.chown(self._folder, USER)
        self.primary, self.standby = Server(self._folder / "primary"), Server(self._folder / "standby")
        try:
            run("initdb", "-D", self.primary.folder, "-U", USER, "--auth=trust", "--encoding=UTF8", "--no-sync")
            self.primary.start()
            if not self._has_standby:
                return self
            source = ("-h", "127.0.0.1", "-p", str(self.primary.port), "-U", USER)
            run("pg_basebackup", "-D", self.standby.folder, *source, "-R", "-X", "stream", "-c", "fast", "--no-sync")
            self.standby.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error):
        for server in (self.standby, self.primary):
            with suppress(subprocess.CalledProcessError):
                server.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def pause(self):
        """From now on the standby takes in what is written, but shows nothing of it."""
        self.catch_up()
        self.standby.told("SELECT pg_wal_replay_pause()")

    def resume(self):
        self.standby.told("SELECT pg_wal_replay_resume()")
        self.catch_up()

    def catch_up(self):
        """Wait until the standby shows all that is written by now."""
        position = self.primary.told("SELECT pg_current_wal_flush_lsn()::text")
        while not self.standby.told("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", position):
            pass


def run(program, *arguments):
    as_user = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"] if os.geteuid() == 0 else []
    command = [*as_user, programs() / program, *arguments]
    subprocess.run([*map(str, command)], cwd="/", check=True, stdout=subprocess.DEVNULL, timeout=60)
