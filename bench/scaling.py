"""From one process to many: pages a second with 1, 2 and 4 web workers, on SQLite, and on PostgreSQL with Redis.

    bench/scaling.py [--seconds 5] [--database postgres://postgres@127.0.0.1:5432/postgres --redis redis://127.0.0.1:6379/9]

Needs wrk (on Debian: apt-get install wrk), which runs on the same machine and takes its part of the processors. Without
--database only SQLite is measured. `drawn` is without the page cache: each answer is made by Django and the database.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from house import OPEN_HOUSE, House, database_beside

PAGE = "/blog/beitrag-1/"
CONNECTIONS = 8
RUNS = 3
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
CONNECTED = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
FAILED = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.+)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--database", default="")
    parser.add_argument("--redis", default="")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        print("Left out: there is no wrk (on Debian: apt-get install wrk).")
        return 0
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the beginning, {CONNECTIONS} connections")
    stores = [("", "")] + ([(options.database, options.redis)] if options.database else [])
    for database, redis in stores:
        for workers in (1, 2, 4):
            tell(measure(database, redis, workers, options.seconds), as_json=options.json)
    return 0


def measure(database: str, redis: str, workers: int, seconds: int) -> dict[str, object]:
    """Medians of three runs after one that warms up."""
    facts: dict[str, object] = {"store": "PostgreSQL, Redis" if database else "SQLite", "workers": workers}
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="scaling-")))
        url = running.enter_context(database_beside(database))
        for kind, cache in (("drawn", "no"), ("kept", "yes")):
            with served(folder, url, redis, workers, cache) as house:
                rates = [rate(house.port, seconds) for _run in range(RUNS + 1)][1:]
                facts[f"{kind} a second"] = round(median(rates))
                if kind == "drawn":
                    facts["MB each worker"], facts["MB supervisor"] = memory(house)
                    facts["connections"] = connections(url) if url else "-"
    return facts | {"load": round(os.getloadavg()[0], 1)}


@contextmanager
def served(folder: Path, database: str, redis: str, workers: int, cache: str) -> Iterator[House]:
    is_first = not (folder / "started").exists()
    with House(folder, database, workers) as house:
        house.machine |= {"REDIS_URL": redis if database else "", "PAGE_CACHE": cache}
        house.start(*(["--prepare", "--no-demo"] if is_first else []))
        if is_first:
            house.shell(OPEN_HOUSE)
        yield house
        house.stop()


def rate(port: int, seconds: int) -> float:
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", f"http://127.0.0.1:{port}{PAGE}"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if failed := FAILED.search(told):
        raise SystemExit(f"The server did not answer as it should: {failed[0]}")
    found = RATE.search(told)
    assert found is not None
    return float(found[1])


def memory(house: House) -> tuple[int, int]:
    """Megabytes of a worker (the mean) and of the supervisor; what they share is divided among them."""
    assert house.server is not None
    workers = [pid for pid in _children(house.server.pid) if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]
    return round(sum(map(_megabytes, workers)) / len(workers)), round(_megabytes(house.server.pid))


def _children(pid: int) -> list[int]:
    return [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]


def _megabytes(pid: int) -> float:
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def connections(database: str) -> int:
    import psycopg

    with psycopg.connect(database) as connection:
        question = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
        )
        row = connection.execute(question).fetchone()
    assert row is not None
    return int(row[0])


def tell(facts: dict[str, object], *, as_json: bool) -> None:
    print(json.dumps(facts) if as_json else "   ".join(f"{name} {value}" for name, value in facts.items()), flush=True)


if __name__ == "__main__":
    sys.exit(main())
