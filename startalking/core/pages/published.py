"""Pages as files, for a web server that serves them itself: `PUBLISH_DIR/current/` holds what is true now.

A page is put there when it was drawn and taken away the moment something on it changes; whoever finds no file is sent
on to Django, which draws the page and puts it there again. `current` is a link: when very much changes at once, or when
anything goes wrong, it is taken away in one step, and the next page begins a new folder. docs/pages.md shows how nginx
and Caddy are told.
"""

import fcntl
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
from startalking.core.pages.generations import GenerationsError
from startalking.core.pages.page import Page
from startalking.core.pages.question import Question
from startalking.core.pages.store import write_whole

CURRENT: Final = "current"
NAMES: Final = {"text/html": "index.html", "application/rss+xml": "index.rss"}
"""What a page at an address with a slash at its end is called, by its type."""
FILES: Final = {".xml": "application/xml", ".txt": "text/plain"}
"""Addresses that look like files, with the type that their ending promises."""
MANY: Final = 1000
"""Files that are taken away one by one; for more, the link goes."""
AT_ONCE: Final = 100
"""Files that are tidied away while others wait."""
LONGEST: Final = 3600
"""Seconds that a file may lie there: what time alone changes (comments that close) is caught up with then."""
SITE: Final = "site"
NOWHERE: Final = "-"
"""Where a page is said to lie that was tried while there was no folder."""

PATIENCE: Final = 5.0
"""Seconds for which one waits until others are done in the folder. Behind a page a reader waits, too."""
PAUSE: Final = 0.005

SCHEMA: Final = """
CREATE TABLE shown (key TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (key, name)) WITHOUT ROWID;
CREATE INDEX shown_by_name ON shown (name);
"""
"""Which file shows what."""

logger = logging.getLogger(__name__)


def folder() -> "Folder | None":
    """The folder of this site, if its pages are to be published as files."""
    return Folder(Path(settings.PUBLISH_DIR)) if settings.PUBLISH_DIR else None


class Folder:
    """Who changes something here is alone with it. A page is looked at once more before it is written, and a change is
    counted before it is forgotten here: whoever comes second finds what the first one left.

    The link may be taken away by anybody at any time. A page looks first where it will lie, then whether it is true: if
    the change is counted after that look, the link goes still later, and nobody is led to where the page lies.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, question: Question, page: Page) -> None:
        """Publish the page, if it is true and one that a file can stand for. Safe to repeat. Raises nothing: what
        cannot be published can still be sent.
        """
        name = file_name(question, page)
        if not name or page.published_in == (root := self._root() or NOWHERE) or page.until <= time.time():
            return
        try:
            if page.is_current(generations.now()):
                page.published_in = root  # also if that fails: not each reader is to wait, and to be warned of, for it
                self._write(name, page)
        except GenerationsError:
            return  # nobody can say whether it is true
        except (OSError, sqlite3.Error) as error:
            logger.warning("A page cannot be published as a file: %s", type(error).__name__)

    def forget(self, keys: Collection[str]) -> None:
        """Take away what shows one of these; where that is impossible, everything. Raises `OSError` if not even that
        can be done.
        """
        try:
            is_done = SITE not in keys and self._take_away(keys)
        except (OSError, sqlite3.Error) as error:
            logger.warning("Published files cannot be taken away one by one, so all are: %s", type(error).__name__)
            is_done = False
        if not is_done:
            self.forget_all()

    def forget_all(self) -> None:
        """In one step for everybody who reads, on a full disk as well; the files themselves go with the next `tidy`."""
        (self.path / CURRENT).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Remove what is no longer current, and what has lain there for long. Safe to repeat."""
        with self._alone():  # nobody is just beginning a folder
            root = self._root()
            left = [old for old in self.path.glob("pages-*") if old.name != root.partition("/")[0]]
        for old in left:
            shutil.rmtree(old, ignore_errors=True)
        stale = sorted(self._older_than(time.time() - LONGEST, root)) if root else []
        for start in range(0, len(stale), AT_ONCE):
            with self._alone():
                if root != self._root():
                    return
                with self._index(root) as index:
                    self._remove(stale[start : start + AT_ONCE], root, index)

    def _write(self, name: str, page: Page) -> None:
        body, packed = page.body(""), dict[str, bytes]()
        if len(body) >= encodings.LEAST:
            packed = {suffix: encodings.TIGHTLY[encoding](body) for encoding, suffix in encodings.SUFFIX.items()}
        with self._alone():
            page.published_in = root = self._root() or self._begun()
            with self._index(root) as index:  # first: a file that is not in there would never be found again
                index.executemany("INSERT OR IGNORE INTO shown VALUES (?, ?)", [(key, name) for key in page.keys])
            if page.is_current(generations.now()):
                _lay(self.path / root / name, body, packed)

    def _take_away(self, keys: Collection[str]) -> bool:
        """Whether that was done; not where they are too many, or where nobody knows which."""
        with self._alone():
            root, names = self._root(), set[str]()
            if not root:
                return False
            with self._index(root) as index:
                for key in keys:
                    found = index.execute("SELECT name FROM shown WHERE key = ? LIMIT ?", (key, MANY + 1))
                    names.update(name for (name,) in found)
                if len(names) > MANY:
                    return False
                self._remove(names, root, index)
        return True

    def _remove(self, names: Collection[str], root: str, index: sqlite3.Connection) -> None:
        """First the files, the plain one last, as servers look for the packed ones beside it; whoever dies in between
        leaves more in the index than there is, never less.
        """
        for name in names:
            for file in reversed(_forms(self.path / root / name)):
                file.unlink(missing_ok=True)
        index.executemany("DELETE FROM shown WHERE name = ?", [(name,) for name in names])

    def _older_than(self, moment: float, root: str) -> set[str]:
        """The names of pages of which any file is: whoever died while writing may have left a packed one alone."""
        names = set[str]()
        for place, _folders, files in os.walk(self.path / root):
            for file in map(Path(place).joinpath, files):
                with suppress(FileNotFoundError):  # somebody took it away meanwhile
                    if file.stat().st_mtime < moment:
                        plain = file.with_suffix("") if file.suffix in encodings.SUFFIX.values() else file
                        names.add(str(plain.relative_to(self.path / root)))
        return names

    def _root(self) -> str:
        """What is current now; empty: nothing is, or nobody can say what."""
        with suppress(OSError):
            return str((self.path / CURRENT).readlink())
        return ""

    def _begun(self) -> str:
        root = f"pages-{secrets.token_hex(8)}/files"
        (self.path / root).mkdir(parents=True, mode=0o755)
        with self._index(root) as index:
            index.executescript(SCHEMA)
        (self.path / CURRENT).symlink_to(root)
        return root

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else, of all processes and threads, changes a file or the index meanwhile. The kernel takes this from
        who dies. Raises `OSError`, and a `TimeoutError` when others are at it for too long.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        place, until = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC), time.monotonic() + PATIENCE
        try:
            while not _locked(place):
                if time.monotonic() >= until:
                    raise TimeoutError
                time.sleep(PAUSE)
            yield
        finally:
            fcntl.flock(place, fcntl.LOCK_UN)  # closing is not enough: a child that was forked meanwhile has it open
            os.close(place)

    @contextmanager
    def _index(self, root: str) -> Iterator[sqlite3.Connection]:
        """Of this folder alone, and beside its files: what happens to it goes with them. Made only where a folder is
        begun, as an empty one instead of one that got lost would say that nothing shows anything.
        """
        index = sqlite3.connect((self.path / root).with_name("index.sqlite3"))
        try:
            index.execute("PRAGMA synchronous=OFF")  # after a power cut the site starts, and with it all is drawn anew
            with index:
                yield index
        finally:
            index.close()


def _locked(place: int) -> bool:
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _forms(file: Path) -> list[Path]:
    """The plain file, then the packed ones."""
    return [file, *(file.with_name(file.name + suffix) for suffix in encodings.SUFFIX.values())]


def _lay(file: Path, body: bytes, packed: dict[str, bytes]) -> None:
    """The packed ones of an earlier page go first, those of this one come last: none ever lies beside another page."""
    for old in _forms(file)[1:]:
        old.unlink(missing_ok=True)
    write_whole(file, body, mode=0o644)
    for suffix, content in packed.items():
        write_whole(file.with_name(file.name + suffix), content, mode=0o644)


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
