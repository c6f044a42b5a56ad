"""The files of an old site: out of a folder or a zip of `wp-content/uploads`, else fetched from where they were."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from startalking.core import fetch

UPLOADS: Final = "/uploads/"
PATIENCE: Final = 3
"""After so many failures in a row a host is taken for gone."""
LARGEST: Final = 200_000_000
DOCUMENTS: Final = {
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".m4a": "audio/mp4",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ogg": "audio/ogg",
    ".pdf": "application/pdf",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
"""What is taken over beside pictures, and offered to readers as a download or a player."""


class MediaError(Exception):
    """Says in one sentence why a file is not at hand."""


class Media:
    """`source` is a folder, a zip file, or None; with `may_fetch` the old site is asked for what is not in it."""

    def __init__(self, source: Path | None, *, may_fetch: bool) -> None:
        self._may_fetch = may_fetch
        self._folder = source.resolve() if source and source.is_dir() else None
        self._zip = _opened(source) if source and not self._folder else None
        self._names = dict(self._zip_names())
        self._failures: Counter[str] = Counter()

    def close(self) -> None:
        if self._zip:
            self._zip.close()

    @contextmanager
    def open(self, file: str, url: str) -> Iterator[IO[bytes]]:
        """The file that was `file` below the uploads and `url` on the web. Raises `MediaError`."""
        found = self._near(uploaded_path(file, url))
        if found is None:
            found = io.BytesIO(self._fetched(url))
        with found:
            yield found

    def _near(self, path: str) -> IO[bytes] | None:
        if self._zip and path in self._names:
            return self._unpacked(self._zip, self._names[path])
        return self._in_folder(self._folder, path) if self._folder and path else None

    @staticmethod
    def _in_folder(folder: Path, path: str) -> IO[bytes] | None:
        for beginning in ("", "uploads", "wp-content/uploads"):
            place = (folder / beginning / path).resolve()
            if place.is_relative_to(folder) and place.is_file():
                return place.open("rb")
        return None

    @staticmethod
    def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
        """In memory, because readers of pictures go back and forth; the size is checked, not believed."""
        try:
            with archive.open(entry) as packed:
                content = packed.read(LARGEST + 1)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
            raise MediaError(_("The file is damaged in the zip archive.")) from error
        if len(content) > LARGEST:
            raise MediaError(_("The file is larger than %(limit)s MB.") % {"limit": LARGEST // 1_000_000})
        return io.BytesIO(content)

    def _zip_names(self) -> Iterator[tuple[str, zipfile.ZipInfo]]:
        """The files of the archive by their path below the uploads. Nothing is unpacked to a name it gives."""
        for entry in self._zip.infolist() if self._zip else ():
            path = f"/{entry.filename}"
            if not entry.is_dir() and ".." not in PurePosixPath(path).parts:
                yield path.rpartition(UPLOADS)[2].lstrip("/"), entry

    def _fetched(self, url: str) -> bytes:
        if not self._may_fetch or not url:
            raise MediaError(_("The file is not at hand."))
        host = urlsplit(url).netloc
        if self._failures[host] >= PATIENCE:
            raise MediaError(_("The file is not at hand, and %(host)s does not answer.") % {"host": host})
        try:
            answer = fetch.get(url, accept=(*fetch.PICTURES, *DOCUMENTS.values()), limit=fetch.PICTURE_LIMIT)
        except fetch.FetchError as error:
            self._failures[host] += 1
            raise MediaError(str(error)) from error
        self._failures[host] = 0
        if answer.status != 200:
            raise MediaError(_("%(host)s does not have the file any more.") % {"host": host})
        return answer.body


def uploaded_path(file: str, url: str) -> str:
    """Where a file lay below the uploads: `2012/10/picture.jpg`."""
    path = file or unquote(urlsplit(url).path)
    return path.rpartition(UPLOADS)[2].lstrip("/")


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as error:
        raise MediaError(_("%(path)s is neither a folder nor a zip archive.") % {"path": source}) from error
