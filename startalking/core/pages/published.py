"""Pages as files, for a web server that serves them itself: `PUBLISH_DIR/current/` holds what is true now.

A page is put there when it was drawn and taken away the moment something on it changes; whoever finds no file is sent
on to Django, which draws the page and puts it there again. `current` is a link: when very much changes at once, it is
turned to an empty folder in one step. docs/pages.md shows how nginx and Caddy are told.
"""

import logging
import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from django.conf import settings

from startalking.core.pages import encodings, generations
from startalking.core.pages.page import Page
from startalking.core.pages.question import Question
from startalking.core.pages.store import write_whole

CURRENT: Final = "current"
NAMES: Final = {"text/html": "index.html", "application/rss+xml": "index.rss"}
"""What a page at an address with a slash at its end is called, by its type."""
FILES: Final = {".xml": "application/xml", ".txt": "text/plain"}
"""Addresses that look like files, with the type that their ending promises."""
MANY: Final = 1000
"""Files that are taken away one by one; for more, the link is turned."""
LONGEST: Final = 3600
"""Seconds that a file may lie there: what time alone changes (comments that close) is caught up with then."""
SITE: Final = "site"

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS shown (
    key TEXT NOT NULL, root TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (key, root, name)
) WITHOUT ROWID
"""

logger = logging.getLogger(__name__)


def folder() -> "Folder | None":
    """The folder of this site, if its pages are to be published as files."""
    return Folder(Path(settings.PUBLISH_DIR)) if settings.PUBLISH_DIR else None


class Folder:
    """A page that is put here was drawn before; a change is counted before it is forgotten here. So whatever comes
    first, nothing stays that is not true: `put` looks last whether the page still is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, question: Question, page: Page) -> None:
        """Publish the page, if it is one that a file can stand for. Safe to repeat."""
        name = file_name(question, page)
        if not name or page.published_in == (root := self._root()):
            return
        try:
            self._write(root, name, page)
        except (OSError, sqlite3.Error) as error:
            logger.warning("A page cannot be published as a file: %s", type(error).__name__)
            return
        page.published_in = root

    def forget(self, keys: Collection[str]) -> None:
        """Take away what shows one of these. Raises `OSError` or `sqlite3.Error` where that is impossible."""
        root, names = self._root(), set[str]()
        if SITE not in keys:
            with self._index() as index:
                for key in keys:
                    found = index.execute("SELECT name FROM shown WHERE key = ? AND root = ?", (key, root))
                    names.update(name for (name,) in found.fetchmany(MANY + 1))
        if SITE in keys or len(names) > MANY:
            self.forget_all()
            return
        self._remove(root, names)

    def forget_all(self) -> None:
        """In one step for everybody who reads; the files themselves go with the next `tidy`."""
        root = f"pages-{secrets.token_hex(8)}"
        (self.path / root).mkdir(parents=True, mode=0o755)
        fresh = self.path / f".{root}"
        fresh.symlink_to(root)
        fresh.replace(self.path / CURRENT)
        with self._index() as index:
            index.execute("DELETE FROM shown WHERE root <> ?", (root,))

    def tidy(self) -> None:
        """Remove what is no longer current, and what has lain there for long. Safe to repeat."""
        root = self._root()
        for old in self.path.glob("pages-*"):
            if old.name != root:
                shutil.rmtree(old, ignore_errors=True)
        oldest = time.time() - LONGEST
        with suppress(FileNotFoundError):  # whoever tidies at the same time
            stale = [file for file in self._pages(root) if file.stat().st_mtime < oldest]
            self._remove(root, [str(file.relative_to(self.path / root)) for file in stale])

    def _write(self, root: str, name: str, page: Page) -> None:
        file = self.path / root / name
        with self._index() as index:
            index.executemany("INSERT OR IGNORE INTO shown VALUES (?, ?, ?)", [(key, root, name) for key in page.keys])
        body = page.body("")
        for encoding, suffix in encodings.SUFFIX.items():
            if len(body) >= encodings.LEAST:
                write_whole(file.with_name(file.name + suffix), encodings.TIGHTLY[encoding](body), mode=0o644)
        write_whole(file, body, mode=0o644)
        if not page.is_current(generations.now()):
            self._remove(root, [name])

    def _remove(self, root: str, names: Collection[str]) -> None:
        """The plain file last: servers look for the packed ones beside it."""
        for name in names:
            file = self.path / root / name
            for suffix in (*encodings.SUFFIX.values(), ""):
                file.with_name(file.name + suffix).unlink(missing_ok=True)
        with self._index() as index:
            index.executemany("DELETE FROM shown WHERE root = ? AND name = ?", [(root, name) for name in names])

    def _pages(self, root: str) -> Iterator[Path]:
        packed = tuple(encodings.SUFFIX.values())
        for place, _folders, files in os.walk(self.path / root):
            yield from (Path(place, file) for file in files if not file.endswith(packed))

    def _root(self) -> str:
        """What is current now; made with the first look."""
        try:
            return str((self.path / CURRENT).readlink())
        except FileNotFoundError:
            self.forget_all()
            return str((self.path / CURRENT).readlink())

    @contextmanager
    def _index(self) -> Iterator[sqlite3.Connection]:
        """Which file shows what."""
        index = sqlite3.connect(self.path / "index.sqlite3", timeout=20)
        try:
            index.execute("PRAGMA journal_mode=WAL")
            index.execute("PRAGMA synchronous=OFF")  # after a power cut everything is drawn anew: `forget_all`
            index.execute(SCHEMA)
            index.execute("CREATE INDEX IF NOT EXISTS shown_by_name ON shown (root, name)")
            with index:
                yield index
        finally:
            index.close()


def file_name(question: Question, page: Page) -> str:
    """Where the page lies below the folder; empty for what no file can stand for."""
    if not page.status.startswith("200") or question.key != f"{settings.SITE_URL}{question.address}?":
        return ""
    try:
        path = question.address.encode("latin-1").decode()  # WSGI's way to write bytes (PEP 3333)
    except (UnicodeEncodeError, UnicodeDecodeError):
        return ""
    kind = dict(page.headers).get("Content-Type", "").partition(";")[0]
    *folders, last = path.removeprefix("/").split("/")
    if any(not part or part.startswith(".") or "\0" in part or len(part) > 200 for part in folders):
        return ""
    name = NAMES.get(kind, "") if not last else _name_of_file(last, kind)
    return "/".join([*folders, name]) if name else ""


def _name_of_file(last: str, kind: str) -> str:
    fits = FILES.get(Path(last).suffix) == kind
    return last if fits and not last.startswith((".", "index.")) and len(last) < 200 else ""
