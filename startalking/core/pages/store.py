"""Where all workers find the pages that one of them has drawn: files on one machine, Redis for several."""

import logging
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings

from startalking.core import redis_client
from startalking.core.pages.page import LIFE, Page

BLOCK: Final = 512
"""Bytes of what the system calls a block of a file, whatever the disk's are."""
LEAST: Final = 4096
"""Bytes that a file takes on most disks, however little is in it."""
DAY: Final = 24 * 3600
UNTIDY: Final = 600

logger = logging.getLogger(__name__)
_written: Counter[str] = Counter()
"""By this process since it looked at all of them."""


class Place(Protocol):
    def read(self, name: str) -> bytes | None: ...
    def write(self, name: str, packed: bytes) -> None: ...


def find(key: str) -> Page | None:
    """The page as somebody kept it, whether or not it is still true."""
    with suppress(OSError, ValueError):
        packed = _place().read(_name(key))
        return Page.unpack(packed) if packed else None
    return None


def keep(key: str, page: Page) -> None:
    """For the other workers. Whoever has written an eighth of what may lie there looks whether that is too much: there
    are more addresses than room.
    """
    packed = page.pack()
    try:
        _place().write(_name(key), packed)
    except OSError as error:
        logger.warning("A page cannot be kept for the other workers: %s", error.strerror or type(error).__name__)
    _written["bytes"] += max(len(packed), LEAST)
    if _written["bytes"] > settings.PAGE_CACHE_DISK // 8:
        _written.clear()
        tidy()


def tidy() -> None:
    """Keep the files within their bounds: the oldest go first. Safe to repeat; Redis does it by itself."""
    place = _place()
    if isinstance(place, Files):
        place.tidy(settings.PAGE_CACHE_DISK)


def _name(key: str) -> str:
    return blake2b(key.encode(), digest_size=20).hexdigest()


def _place() -> "Place":
    if settings.REDIS_URL:
        return Redis(settings.REDIS_URL)
    return Files(Path(settings.PAGES_DIR))


class Files:
    """A file a page, in 256 folders. Raises `OSError`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        path = self._path(name)
        return path.read_bytes() if path.exists() else None

    def write(self, name: str, packed: bytes) -> None:
        path = self._path(name)
        write_whole(path, packed)

    def tidy(self, most: int) -> None:
        files = list(self._all())
        taken = sum(size for _at, size, _path in files)
        for _at, size, path in sorted(files):
            if taken <= most:
                return
            path.unlink(missing_ok=True)
            taken -= size

    def _all(self) -> Iterator[tuple[float, int, Path]]:
        """Of each file when it was written, the bytes that it takes on the disk, and its path. Others write meanwhile:
        what goes away while it is looked at, such as a file under its first name, takes none.
        """
        for folder in os.scandir(self._folder) if self._folder.exists() else ():
            if folder.is_dir() and len(folder.name) == 2:
                for file in os.scandir(folder):
                    with suppress(FileNotFoundError):
                        found = file.stat(follow_symlinks=False)
                        yield found.st_mtime, found.st_blocks * BLOCK, Path(file)

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name[2:]


def is_time_to_tidy(folder: Path) -> bool:
    """Whether nobody has done so in this folder for `UNTIDY` seconds: looking at many files takes its time."""
    mark = folder / "tidied"
    if not folder.exists() or (mark.exists() and mark.stat().st_mtime > time.time() - UNTIDY):
        return False
    mark.touch(mode=0o600)
    return True


def write_whole(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Nobody ever reads half of it, and a death in between leaves nothing that is taken for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise


class Redis:
    """Raises `OSError`, as the files do."""

    def __init__(self, url: str) -> None:
        self._client = redis_client.client(url)

    def read(self, name: str) -> bytes | None:
        with redis_client.answering():
            found = self._client.get(redis_client.name(f"page.{name}"))
        return found if isinstance(found, bytes) else None

    def write(self, name: str, packed: bytes) -> None:
        with redis_client.answering():
            self._client.set(redis_client.name(f"page.{name}"), packed, ex=max(DAY, LIFE))
