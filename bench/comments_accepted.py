"""How many comments a second the site takes in, over HTTP, from one writer and from eight.

    bench/comments_accepted.py [--seconds 5] [--database postgres://postgres@127.0.0.1:5432] [--json]

Each comment passes all that a reader's does: the form, its token, the judges, the lock of its page, the commit to disk.
Without --database on SQLite, which is also measured with two web workers.
"""

import argparse
import json
import re
import sys
import tempfile
import time
from pathlib import Path
from threading import Thread

from house import OPEN_HOUSE, House, Visitor, database_beside

TOKEN = re.compile(r'name="token" value="([^"]+)"')


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--database", default="")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    results = [measure(options, writers, workers) for workers in (1, 2) for writers in (1, 8)]
    for result in results:
        print(json.dumps(result) if options.json else "   ".join(f"{key} {value}" for key, value in result.items()))
    return 0


def measure(options: argparse.Namespace, writers: int, workers: int) -> dict[str, object]:
    with (
        tempfile.TemporaryDirectory(prefix="accepted-") as folder,
        database_beside(options.database) as url,
        House(Path(folder), url, workers) as house,
    ):
        house.start("--prepare", "--no-demo")
        house.shell(OPEN_HOUSE)
        taken: list[float] = []
        threads = [Thread(target=write, args=(house, number, options.seconds, taken)) for number in range(writers)]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.monotonic() - began
    taken.sort()
    return {
        "database": "PostgreSQL" if options.database else "SQLite",
        "workers": workers,
        "writers": writers,
        "a second": round(len(taken) / seconds),
        "median ms": round(1000 * taken[len(taken) // 2], 1),
        "99th ms": round(1000 * taken[int(len(taken) * 0.99) - 1], 1),
    }


def write(house: House, number: int, seconds: float, taken: list[float]) -> None:
    """Comment for so long, each writer on a post of its own or nearly; how long each took."""
    visitor, post, turn = Visitor(house), number % 5 + 1, 0
    form = TOKEN.search(visitor.get(f"/kommentar/beitrag/{post}/"))
    if form is None:
        raise SystemExit("The page has no form.")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        said = {"name": f"Leserin {number}", "email": f"leserin{number}@example.org", "follow": "", "token": form[1]}
        began = time.monotonic()
        status = visitor.post(f"/kommentar/beitrag/{post}/", said | {"body": f"Gedanke {turn} von {number}"})
        if status != 302:
            raise SystemExit(f"The form was answered with {status}.")
        taken.append(time.monotonic() - began)
        turn += 1


if __name__ == "__main__":
    sys.exit(main())
