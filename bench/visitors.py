"""Many requests at once: by wrk where it is installed (Debian: `apt install wrk`), else by threads of our own.

Our own need more processor time than what they ask needs at its best: figures above some thousand a second are then
those of the visitors, not of the server. Each result says who asked.
"""

import http.client  # noqa: TID251 (the server is our own)
import re
import shutil
import subprocess
from dataclasses import dataclass
from threading import Thread
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

CONNECTIONS: Final = 8
PLAIN: Final = "identity"
"""The `Accept-Encoding` of who takes nothing packed."""
THREADS: Final = 2
WRK: Final = shutil.which("wrk")
LINE: Final = re.compile(r"(\d+) requests in ([\d.]+)(ms|s|m)")
BAD: Final = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.+)")
UNITS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0}


@dataclass(frozen=True)
class Asked:
    requests: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


def asker() -> str:
    return "wrk" if WRK else "threads of our own (wrk is not installed)"


def ask(url: str, seconds: float, encoding: str = PLAIN) -> Asked:
    """Ask for one address over and over on eight connections that stay open. Raises `SystemExit` for errors."""
    return _with_wrk(url, seconds, encoding) if WRK else _with_threads(url, seconds, encoding)


def _with_wrk(url: str, seconds: float, encoding: str) -> Asked:
    for _try in range(2):
        command = ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "30s"]
        command += ["-H", f"Accept-Encoding: {encoding}", url]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        bad, done = BAD.search(said), LINE.search(said)
        if done and not bad:
            return Asked(int(done[1]), float(done[2]) * UNITS[done[3]])
    raise SystemExit(f"{url} was not answered as it should be:\n{said}")


def _with_threads(url: str, seconds: float, encoding: str) -> Asked:
    counts: list[int] = []
    began = monotonic()
    threads = [
        Thread(target=_visit, args=(url, encoding, began + seconds, counts)) for _connection in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(counts) < CONNECTIONS:
        raise SystemExit(f"{url} was not answered as it should be.")
    return Asked(sum(counts), monotonic() - began)


def _visit(url: str, encoding: str, until: float, counts: list[int]) -> None:
    parts, count = urlsplit(url), 0
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)  # noqa: TID251
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    while monotonic() < until:
        connection.request("GET", path, headers={"Accept-Encoding": encoding})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            return
        count += 1
    counts.append(count)
    connection.close()
