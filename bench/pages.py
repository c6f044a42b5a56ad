"""Requests a second for each kind of page, on the site as operators run it, beside nginx with the same bytes:

    bench/pages.py [--posts 2000] [--comments 20000] [--rounds 5] [--seconds 5] [--workers 1|2] [--encoding gzip]
                   [--quick] [--no-published] [--data FOLDER] [--database postgres://postgres@127.0.0.1:5432]

Two servers on one corpus, with the page cache and without it (PAGE_CACHE=no); nginx with what the first answers as
plain files, the same bodies and headers of the same size; granian alone, with the same bodies in a dict; and nginx
with the files that the site publishes (PUBLISH_DIR). Asked for are plain bytes, or with --encoding gzip packed ones,
as browsers do; nobody packs meanwhile. Eight connections that stay open; wrk asks (without it threads of our own, which
is said). Each figure is the median of the rounds; in each round all are asked one after the other, after a warm-up. CPU
is what the server's whole tree of processes worked for one request, background tasks included. Queries are counted
without any page cache, at the first visit and at the next.

--data is a DATA_DIR that is loaded already (bench/load.py DIR --index); it is copied. Figures go to bench/results/.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nginx
import processes
import publishing
import report
import visitors
from bare import Bare
from fetching import fetched
from house import House, database_beside
from probe import ROOT, Probe
from rounds import Server, compared

Page = dict[str, Any]
"""What is known of a kind of page: address, queries, weight, and figures by servers."""


def main() -> int:
    options = read_options()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pages-")))
        database = stack.enter_context(database_beside(options.database))
        filled(folder / "cached", options, database)
        pages = counted(folder / "cached", database)
        figures: dict[str, Any] = {"machine": report.machine(), "arguments": vars(options)}
        figures |= {"asked by": visitors.asker(), "pages": pages}
        published = lay_out(stack, folder, database, pages, options) if options.published else None
        shutil.copytree(folder / "cached", folder / "uncached")
        houses = {name: open_house(stack, folder / name, database, options.workers) for name in ("uncached", "cached")}
        measure(folder / "nginx", houses, published, pages, options)
        figures["memory"] = {name: asdict(processes.memory(_root(house))) for name, house in houses.items()}
    name = "pages" if options.encoding == visitors.PLAIN else f"pages-{options.encoding}"
    name += "" if options.workers == 1 else f"-{options.workers}"
    report.publish(name, figures, markdown(figures), program="pages")
    return 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=2000)
    parser.add_argument("--comments", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--workers", type=int, default=1, choices=(1, 2))
    parser.add_argument("--encoding", default=visitors.PLAIN, choices=(visitors.PLAIN, "gzip"))
    parser.add_argument("--quick", action="store_true", help="200 posts, one round of a second")
    parser.add_argument("--no-published", dest="published", action="store_false", help="not as files of PUBLISH_DIR")
    parser.add_argument("--data", default="")
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    if options.quick:
        options.posts, options.comments, options.rounds, options.seconds = 200, 2000, 1, 1
    return options


def filled(folder: Path, options: argparse.Namespace, database: str) -> None:
    if options.data:
        shutil.copytree(options.data, folder)
        return
    lines = folder.parent / "lines"
    sizes = ["--posts", str(options.posts), "--comments", str(options.comments)]
    folder.mkdir()
    machine = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": database}  # noqa: TID251 (handed on)
    for program, *arguments in (["corpus.py", str(lines), *sizes], ["load.py", str(lines), "--index"]):
        command = [sys.executable, str(ROOT / "bench" / program), *arguments]
        subprocess.run(command, check=True, env=machine, stdout=sys.stderr)


def counted(folder: Path, database: str) -> dict[str, dict[str, Any]]:
    """By kinds of page: address, queries at the first visit and at the next."""
    with Probe(folder, database) as probe:
        places = probe.places()
        first = {kind: probe.get(path).queries for kind, path in places.items()}
        again = {kind: probe.get(path).queries for kind, path in places.items()}
    return {kind: {"path": path, "first": first[kind], "queries": again[kind]} for kind, path in places.items()}


def lay_out(
    stack: ExitStack, folder: Path, database: str, pages: dict[str, Page], options: argparse.Namespace
) -> nginx.Nginx:
    """All pages as files, and nginx before them."""
    paths = {kind: page["path"] for kind, page in pages.items()}
    with House(folder / "cached", database, options.workers) as house:
        publishing.publish(house, folder / "published", paths)
    server = stack.enter_context(publishing.served(folder / "published", folder / "front", options.workers))
    for kind in publishing.of_files(server, paths):
        pages[kind]["is a file"] = True
    return server


def open_house(stack: ExitStack, folder: Path, database: str, workers: int) -> House:
    house = stack.enter_context(House(folder, database, workers))
    house.machine["PAGE_CACHE"] = "yes" if folder.name == "cached" else "no"
    house.start("--prepare", "--no-demo")
    return house


def measure(
    folder: Path,
    houses: dict[str, House],
    published: nginx.Nginx | None,
    pages: dict[str, Page],
    options: argparse.Namespace,
) -> None:
    """Write down of each kind of page what it weighs and how fast each server answers."""
    names = {kind: f"page-{number}" for number, kind in enumerate(pages)}
    answers = {kind: fetched(houses["cached"].port, page["path"], options.encoding) for kind, page in pages.items()}
    same = {names[kind]: found.answer for kind, found in answers.items()}
    alone = Bare(folder / "bare", same, options.workers)
    with nginx.with_files(folder, same, options.workers) as files, alone:
        for kind, page in pages.items():
            places = {name: (house.port, page["path"], _root(house)) for name, house in houses.items()}
            places["bare"] = (alone.port, f"/{names[kind]}", alone.server.pid)
            places["nginx"] = (files.port, f"/{names[kind]}", files.server.pid)
            if published and page.get("is a file"):
                places["published"] = (published.port, page["path"], published.server.pid)
            servers = {name: Server(*place, options.encoding) for name, place in places.items()}
            page |= asdict(answers[kind].weight) | compared(servers, options.rounds, options.seconds)
            told = ", ".join(f"{name} {page[name]['rate']:,.0f}" for name in servers)
            print(f"{kind}: {told}", file=sys.stderr)


def markdown(figures: dict[str, Any]) -> str:
    options = figures["arguments"]
    heads = ["page", "queries (first)", "uncached", "CPU ms", "cached", "CPU ms", "granian alone", "nginx, same bytes"]
    heads += ["cached / nginx", "published", "published / nginx", "kB", "gzip", "brotli", "load"]
    rows = [_row(kind, page) for kind, page in figures["pages"].items()]
    about = (
        f"{report.described(figures)} {options['posts']:,} posts, {options['comments']:,} comments; "
        f"{'PostgreSQL' if options['database'] else 'SQLite'}, workers: {options['workers']}; asked by "
        f"{figures['asked by']}, {visitors.CONNECTIONS} connections, "
        f"Accept-Encoding: {options['encoding']}; requests a second, medians of "
        f"{options['rounds']} times {options['seconds']} s."
    )
    memory = report.table(
        ["server", "largest process, MB", "all together, MB", "processes"],
        [[name, *found.values()] for name, found in figures["memory"].items()],
    )
    return "\n\n".join([about, report.table(heads, rows), memory])


def _row(kind: str, page: Page) -> list[object]:
    cached, uncached, files = page["cached"], page["uncached"], page["nginx"]
    published = page["published"]["rate"] if "published" in page else None
    return [
        kind,
        f"{page['queries']} ({page['first']})",
        uncached["rate"],
        uncached["cpu ms"],
        cached["rate"],
        cached["cpu ms"],
        page["bare"]["rate"],
        files["rate"],
        cached["rate"] / files["rate"],
        published,
        published / files["rate"] if published else None,
        page["plain"] / 1000,
        page["gzip"] / 1000,
        page["brotli"] / 1000,
        page["load"],
    ]


def _root(house: House) -> int:
    assert house.server is not None
    return house.server.pid


if __name__ == "__main__":
    sys.exit(main())
