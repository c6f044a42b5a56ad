"""The server is killed in a storm of comments, again and again: is everything there that was acknowledged?

    bench/killed_server.py [--rounds 20] [--writers 8] [--database postgres://postgres@127.0.0.1:5432] [--json]

In each round writers comment over HTTP, half of them answering others, until the whole process tree gets SIGKILL; it is
started again and asked which of the acknowledged comments it has (each is there once), and whether all threads are
sound. Exit code 1 when one is missing or a thread is broken.
"""

import argparse
import json
import random
import re
import sys
import tempfile
import time
from http.client import HTTPException  # noqa: TID251 (the server is our own)
from pathlib import Path
from threading import Event, Thread

from house import OPEN_HOUSE, House, Visitor, database_beside

TOKEN = re.compile(r'name="token" value="([^"]+)"')
FOUND = """
import json
from collections import Counter
from comments.models import Comment
from startalking.core import soundness
bodies = Counter(Comment.objects.values_list("body", flat=True))
print(json.dumps({"bodies": bodies, "broken": soundness.unsound(Comment)}))
"""


def main() -> int:
    options = read_options()
    with (
        tempfile.TemporaryDirectory(prefix="killed-") as folder,
        database_beside(options.database) as url,
        House(Path(folder), url) as house,
    ):
        house.start("--prepare", "--no-demo")
        house.shell(OPEN_HOUSE)
        acknowledged: list[str] = []
        dice = random.Random(options.seed)
        began = time.monotonic()
        for number in range(options.rounds):
            acknowledged += storm(house, options.writers, number, dice.uniform(2.0, 4.0))
            house.start()
        seconds = time.monotonic() - began
        found = json.loads(house.shell(FOUND))
    missing = [body for body in acknowledged if body not in found["bodies"]]
    twice = [body for body in acknowledged if found["bodies"].get(body, 0) > 1]
    result = {
        "rounds": options.rounds,
        "acknowledged": len(acknowledged),
        "missing": len(missing),
        "twice": len(twice),
        "broken threads": len(found["broken"]),
        "seconds": round(seconds),
    }
    print(json.dumps(result) if options.json else "\n".join(f"{key:>14}: {value}" for key, value in result.items()))
    return 1 if missing or twice or found["broken"] or not acknowledged else 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--database", default="")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def storm(house: House, writers: int, number: int, seconds: float) -> list[str]:
    """Everybody writes for so long, then the server is killed; the words of all comments that it had acknowledged."""
    said: list[str] = []
    over = Event()
    threads = [Thread(target=write, args=(house, f"{number}.{writer}", said, over)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    house.kill()
    over.set()
    for thread in threads:
        thread.join()
    return said


def write(house: House, name: str, said: list[str], over: Event) -> None:
    """Comment on the posts in turn; what was not answered may or may not be there."""
    visitor, turn = Visitor(house), 0
    try:
        forms = [TOKEN.search(visitor.get(f"/kommentar/beitrag/{post}/")) for post in range(1, 6)]
        while not over.is_set():
            post, words = turn % 5, f"Wort {turn} von {name}"
            fields = {"name": f"Leser {name}", "email": "leser@example.org", "body": words, "follow": ""}
            fields["token"] = forms[post][1]  # type: ignore[index]
            parent = str(post + 1) if turn % 2 else ""  # the first comments have the numbers of their posts
            if visitor.post(f"/kommentar/beitrag/{post + 1}/", fields | {"parent": parent}) == 302:
                said.append(words)
            turn += 1
    except (OSError, HTTPException):
        return


if __name__ == "__main__":
    sys.exit(main())
