"""Where other people's software lives on this machine, and what is needed to run it."""

import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PEERS = ROOT / ".venv" / "peers"
"""Filled by `.ci/peers`."""


@dataclass(frozen=True)
class Place:
    """An address and a port of its own, so that to our site each peer is another server."""

    host: str
    port: int

    @property
    def url(self):
        return f"http://{self.host}:{self.port}"

    def __str__(self):
        return f"{self.host}:{self.port}"


def free_place(number):
    """A place of the loopback range. Skips where the range has but one address, as on a Mac."""
    host = f"127.0.0.{number}"
    with socket.socket() as probe:
        try:
            probe.bind((host, 0))
        except OSError as error:
            pytest.skip(f"{host} is no address of this machine: {error}")
        return Place(host, probe.getsockname()[1])


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextmanager
def served(folder, place):
    """The files of a folder, as a static host serves them."""
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer((place.host, place.port), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        try:
            yield place.url
        finally:
            server.shutdown()


def program(peer, name):
    """The path of a program from PyPI. Skips when it is not there."""
    path = PEERS / peer / "bin" / name
    if not path.exists():
        pytest.skip(f"{peer} is not installed: .ci/peers does it")
    return str(path)


def said_by(*command, folder=None, **environment):
    """What a program prints; its own complaints are shown when it fails."""
    known = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    done = subprocess.run(
        [*map(str, command)], cwd=folder or ROOT, env=known | environment, capture_output=True, text=True, timeout=90
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def manage(*arguments, **environment):
    return said_by(sys.executable, "manage.py", *arguments, **environment)
