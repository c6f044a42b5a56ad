"""How long strangers' pages of a megabyte are read, and in how much memory: `python bench/foreign_pages.py`."""

import sys
import tracemalloc
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from linkbacks.discovery import doors
from linkbacks.source import read_source

SIZE = 1_000_000
SOURCE = "https://anderswo.example/"
TARGET = "https://wir.example/beitrag/"
LINK = f'<a class="u-like-of" href="{TARGET}">x</a>'
PAGES = {
    "a page of words": ["<p>" + "Wort und Satz. " * 40 + LINK],
    "links": [f"<a href=/{number}>" for number in range(60_000)],
    "deep": ["<div>"],
    "attributes": ["<a ", *(f"x{number}=1 " for number in range(110_000)), ">"],
    "lists in lists": ["<ul><li><b>"],
    "entries": [LINK, '<i class="h-entry p-author h-card">'],
    "formatting": ["<p>", *(f"<b id={number}>" for number in range(900)), "</p>", *["<p>x"] * 300],
    "trackback blocks": [f'<!--trackback:ping <rdf:Description dc:identifier="{SOURCE}x">-->'],
}


def main() -> None:
    for name, pieces in PAGES.items():
        once = "".join(pieces)
        page = (once * (SIZE // len(once) + 1))[:SIZE]
        started = process_time()
        read_source(page, SOURCE, [TARGET])
        read = process_time()
        doors(SOURCE, {"content-type": "text/html"}, page.encode())
        found = process_time()
        print(f"{name:20} read {read - started:5.2f} s, doors {found - read:5.2f} s, {_peak(page):4.0f} MB")


def _peak(page: str) -> float:
    tracemalloc.start()
    read_source(page, SOURCE, [TARGET])
    peak = tracemalloc.get_traced_memory()[1] / 1_000_000
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    main()
