"""How much slower pages get when a site grows:

    bench/growth.py [--small 2000] [--large 200000] [--long 10000] [--visits 30] [--quick] [--index]
                    [--data-small FOLDER --data-large FOLDER] [--database postgres://postgres@127.0.0.1:5432]
                    [--database-small ADDRESS --database-large ADDRESS]

Two sites with the same templates and widgets, one with few posts and 20 comments on a post, one with many and with
`--long` comments on one, are asked for the same pages in turn, through Django's test client and without a page cache.
A ratio is that of the medians. By the clock and by the work of the process (in which SQLite works as well): where much
else happens on the machine the second is to be trusted more. Each is asked twice a round, after
the other one; how much the two medians of the small one differ is what two medians of the same thing differ here.

--data-... are DATA_DIRs that are loaded already (bench/load.py DIR --index search); they are copied. On PostgreSQL
--database-... name the databases that belong to them; their rows are left as they are. Without --index a
corpus that is made here has no search, which is then not measured: 200,000 posts take half an hour.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

import report
from house import database_beside
from probe import ROOT, Probe, Visit

MOST, MOST_IN_ADMIN = 1.3, 1000.0
CHOOSING = "/admin/autocomplete/"
ADMIN = {
    "admin: posts": "/admin/blog/post/",
    "admin: posts, far page": "/admin/blog/post/?p={last}",
    "admin: posts, search": "/admin/blog/post/?q=schaft",
    "admin: posts, choosing one": f"{CHOOSING}?app_label=widgets&model_name=menuentry&field_name=post&term=schaft",
    "admin: comments": "/admin/comments/comment/",
    "admin: comments, search": "/admin/comments/comment/?q=schaft",
    "admin: tags": "/admin/blog/tag/",
}
LONG = "post, most comments"
"""Compared with the small site's post that has 20."""


def main() -> int:
    options = read_options()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="growth-")))
        probes = {}
        for name in ("small", "large"):
            ready = getattr(options, f"database_{name}")
            database = ready or stack.enter_context(database_beside(options.database, name))
            filled(folder / name, name, options, database)
            probes[name] = stack.enter_context(Probe(folder / name, database))
        figures = {"machine": report.machine(), "arguments": vars(options), **compared(probes, options)}
    on_postgresql = options.database or options.database_large
    report.publish("growth-postgresql" if on_postgresql else "growth", figures, markdown(figures), program="growth")
    return 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=2000)
    parser.add_argument("--large", type=int, default=200_000)
    parser.add_argument("--long", type=int, default=10_000, help="comments on one post of the large site")
    parser.add_argument("--visits", type=int, default=30)
    parser.add_argument("--quick", action="store_true", help="200 against 4,000 posts, ten visits")
    parser.add_argument("--index", action="store_true", help="fill the search as well")
    parser.add_argument("--data-small", default="")
    parser.add_argument("--data-large", default="")
    for name in ("--database", "--database-small", "--database-large"):
        parser.add_argument(name, default="")
    options = parser.parse_args()
    if options.quick:
        options.small, options.large, options.long, options.visits = 200, 4000, 1000, 10
        options.index = True
    return options


def filled(folder: Path, name: str, options: argparse.Namespace, database: str) -> None:
    """A DATA_DIR with as many posts as the side is to have, ten times as many comments, and the search's index."""
    ready = getattr(options, f"data_{name}")
    if ready:
        shutil.copytree(ready, folder)
        return
    posts = getattr(options, name)
    longest = min(options.long, posts) if name == "large" else 500
    lines = folder.parent / f"{name}-lines"
    comments = max(posts, longest + 20 * min(posts, 1000))
    corpus = ["corpus.py", str(lines), "--posts", str(posts), "--comments", str(comments), "--longest", str(longest)]
    load = ["load.py", str(lines), *(["--index", "search"] if options.index else [])]
    folder.mkdir()
    machine = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": database}  # noqa: TID251 (handed on)
    for program, *arguments in (corpus, load):
        command = [sys.executable, str(ROOT / "bench" / program), *arguments]
        subprocess.run(command, check=True, env=machine, stdout=sys.stderr)
    shutil.rmtree(lines)


def compared(probes: dict[str, Probe], options: argparse.Namespace) -> dict[str, Any]:
    places = {name: probe.places() for name, probe in probes.items()}
    places["small"][LONG] = places["small"]["post, 20 comments"]
    kinds = [kind for kind in places["large"] if kind in places["small"]]
    last = places["large"]["deep page"].rpartition("=")[2]
    pages = {kind: measured(probes, {name: places[name][kind] for name in probes}, options.visits) for kind in kinds}
    admin = {}
    for kind, path in ADMIN.items():
        paths = {name: path.format(last=1 if name == "small" else max(1, int(last) // 20)) for name in probes}
        admin[kind] = measured(probes, paths, max(3, options.visits // 3), editor=True)
    return {"pages": pages, "admin": admin}


def measured(
    probes: dict[str, Probe], paths: dict[str, str], visits: int, *, editor: bool = False
) -> dict[str, dict[str, Any]]:
    """Both sites in turn: each finds the processors as the other one left them. Three rounds to warm up."""
    print(f"{paths['small']} and {paths['large']}", file=sys.stderr)
    rounds: dict[str, list[Visit]] = {"small": [], "large": [], "small again": []}
    for number in range(visits + 3):
        for which in ("small", "large", "small again", "large"):
            name = which.split()[0]
            visit = probes[name].get(paths[name], editor=editor)
            rounds[which] += [visit] if number >= 3 else []
    return {which: _middle(found) for which, found in rounds.items()}


def _middle(visits: list[Visit]) -> dict[str, Any]:
    return {
        "ms": round(median(visit.ms for visit in visits), 2),
        "cpu": round(median(visit.cpu for visit in visits), 2),
        "queries": max(visit.queries for visit in visits),
        "size": visits[-1].size,
    }


def markdown(figures: dict[str, Any]) -> str:
    options = figures["arguments"]
    heads = ["page", "small ms", "large ms", "ratio", "of work", "small against itself", "queries", ""]
    pages = report.table(heads, [_row(kind, found) for kind, found in figures["pages"].items()])
    heads = ["list", "small ms", "large ms", "queries", ""]
    admin = report.table(heads, [_admin_row(kind, found) for kind, found in figures["admin"].items()])
    sizes = f"{options['small']:,} against {options['large']:,} posts, 20 against {options['long']:,} comments on one"
    return f"{report.described(figures)}\n{sizes}; medians of {options['visits']}.\n\n{pages}\n\n{admin}\n"


def _row(kind: str, found: dict[str, dict[str, Any]]) -> list[object]:
    small, large, again = found["small"], found["large"], found["small again"]
    work = large["cpu"] / small["cpu"]
    is_good = min(large["ms"] / small["ms"], work) <= MOST  # what the machine does besides makes one of them larger
    return [
        kind,
        small["ms"],
        large["ms"],
        large["ms"] / small["ms"],
        work,
        again["cpu"] / small["cpu"],
        f"{small['queries']} and {large['queries']}",
        "" if is_good else f"above {MOST}",
    ]


def _admin_row(kind: str, found: dict[str, dict[str, Any]]) -> list[object]:
    small, large = found["small"], found["large"]
    queries = f"{small['queries']} and {large['queries']}"
    return [kind, small["ms"], large["ms"], queries, "" if large["ms"] <= MOST_IN_ADMIN else "above a second"]


if __name__ == "__main__":
    sys.exit(main())
