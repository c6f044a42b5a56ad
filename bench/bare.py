"""The application server alone: given answers out of a dict, with nothing in front of it and nothing behind.

What a page cache in Python could reach at best on this server; run by pages.py, which says where the answers lie.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, Self

from house import ROOT, free_port
from nginx import Answer, wait_for

FOLDER: Final = "BARE_FOLDER"
THREADS: Final = 8
"""As many as `serve` has."""


class Bare:
    """As many workers as the site has."""

    def __init__(self, folder: Path, answers: Mapping[str, Answer], workers: int) -> None:
        folder.mkdir(parents=True)
        for name, answer in answers.items():
            (folder / name).write_bytes(answer.body)
        self.port = free_port()
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port), "bare:application"]
        command += ["--workers", str(workers), "--blocking-threads", str(THREADS), "--log-level", "error"]
        machine = {**os.environ, FOLDER: str(folder), "PYTHONPATH": str(ROOT)}  # noqa: TID251 (handed on)
        self.server = subprocess.Popen(command, cwd=Path(__file__).parent, env=machine)
        wait_for(self.port, "granian")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.terminate()
        self.server.wait()


def made() -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    folder = Path(os.environ[FOLDER])  # noqa: TID251 (there are no settings here)
    bodies = {f"/{file.name}": file.read_bytes() for file in folder.iterdir()}
    kinds = {path: [("Content-Type", "text/html"), ("Content-Length", str(len(body)))] for path, body in bodies.items()}

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        start("200 OK", kinds[path])
        return [bodies[path]]

    return answer


if FOLDER in os.environ:  # noqa: TID251
    from startalking.worker import work_in_batches

    work_in_batches()  # as the site's workers do
    application = made()
