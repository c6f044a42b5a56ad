"""Every measurement of this folder, one after the other:

    bench/run.py [--quick] [NAME ...]

What fails is said and the others go on; the exit code is 1 then. `--quick` measures small and fast, to see whether all
of them work, and keeps no figures. The figures of whole runs go to bench/results/ and into bench/RESULTS.md, as far as
a program writes its own; all others print theirs.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import report

ROOT = Path(__file__).resolve().parents[1]

MEASUREMENTS = {
    "pages": (["pages.py"], ["--quick"]),
    "pages-2": (["pages.py", "--workers", "2"], ["--quick"]),
    "pages-gzip": (["pages.py", "--encoding", "gzip"], ["--quick"]),
    "growth": (["growth.py", "--index"], ["--quick"]),
    "scaling": (["scaling.py"], ["--seconds", "1"]),
    "search": (["search.py"], ["--posts", "200"]),
    "related": (["related.py"], ["--posts", "200"]),
    "long_conversation": (["long_conversation.py"], ["--comments", "500", "--visits", "10"]),
    "comments_accepted": (["comments_accepted.py"], ["--seconds", "1"]),
    "comment_storm": (["comment_storm.py"], ["--comments", "32", "--writers", "4"]),
    "editing_storm": (["editing_storm.py"], ["--edits", "60"]),
    "killed_server": (["killed_server.py"], ["--rounds", "2"]),
    "linkback_doors": (["linkback_doors.py"], ["--calls", "40"]),
    "foreign_pages": (["foreign_pages.py"], []),
    "pictures": (["pictures.py"], []),
    "spam_filter": (["spam_filter.py"], ["--quick"]),
    "import_wordpress": (["import_wordpress.py"], ["100", "500"]),
}
"""By name: the program with its arguments, and what is added for the quick form."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASUREMENTS))
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in MEASUREMENTS]:
        parser.error(f"There is no measurement “{unknown[0]}”. There are: {', '.join(MEASUREMENTS)}.")
    return run(options.names or list(MEASUREMENTS), quick=options.quick)


def run(names: list[str], *, quick: bool) -> int:
    """1 when one of them failed."""
    outcomes = {}
    for name in names:
        program, small = MEASUREMENTS[name]
        print(f"\n== {name} (load {report.load()[0]})", flush=True)
        began = perf_counter()
        outcomes[name] = measure([*program, *(small if quick else [])])
        print(f"== {name}: {perf_counter() - began:.0f} s, {outcomes[name]}", flush=True)
    failed = [f"{name} ({outcome})" for name, outcome in outcomes.items() if outcome != "done"]
    print(f"\n{len(names) - len(failed)} of {len(names)} measurements done.")
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def measure(command: list[str]) -> str:
    """How it ended. What the project is made of can be imported, whatever the program does itself."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}  # noqa: TID251 (handed on)
    program = [sys.executable, str(ROOT / "bench" / command[0]), *command[1:]]
    code = subprocess.run(program, cwd=ROOT, env=surroundings, check=False).returncode
    return "done" if code == 0 else f"exit code {code}"


if __name__ == "__main__":
    sys.exit(main())
