"""Static files as they are served: hashed, packed, and each page's style in one file.

A browser paints nothing before it has all styles, and asks for each over a line of its own where the server speaks
HTTP/1.1. So what a sheet imports is put into it when the static files are collected; until then, and under DEBUG, the
browser follows the imports by itself.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import brotli
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT: Final = re.compile(r'^@import url\("(?P<name>[\w.-]+\.css)"\);$', re.MULTILINE)
"""A sheet of the same folder, for all media: addresses in it stay as they are."""

FOR_WRITERS: Final = re.compile(r"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE)

LARGE: Final = 64_000
"""Bytes from which packing as tightly as can be takes seconds. All that readers load is smaller."""

Collected = dict[str, tuple[Storage, str]]


class QuickCompressor(Compressor):
    """Collecting costs a processor 5 seconds instead of 19: the first start waits for it."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        packed: bytes = brotli.compress(data, quality=11 if len(data) < LARGE else 9)
        return packed


class OneSheetStorage(CompressedManifestStaticFilesStorage):
    """May collect any number of times: the sheets are read where they were written, not where they were joined."""

    def post_process(self, paths: Collected, **how: Any) -> Iterator[Any]:
        joined = {} if how.get("dry_run") else dict(self._joined(paths))
        processed: Iterator[Any] = super().post_process({**paths, **joined}, **how)
        return processed

    def create_compressor(self, **how: Any) -> Compressor:
        return QuickCompressor(**how)

    def _joined(self, paths: Collected) -> Iterator[tuple[str, tuple[Storage, str]]]:
        """What imports others, kept in one piece under its own name."""
        for name in paths:
            if name.endswith(".css") and (whole := whole_sheet(paths, name)):
                self.delete(name)
                yield name, (self, self.save(name, ContentFile(whole.encode())))


def whole_sheet(paths: Collected, name: str) -> str:
    """The sheet with what it imports, without what is there for who writes it; empty if it imports nothing."""
    folder = name[: name.rfind("/") + 1]
    whole, imports = IMPORT.subn(lambda line: read(paths, folder + line["name"]), read(paths, name))
    return FOR_WRITERS.sub("", whole) if imports else ""


def read(paths: Collected, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        content: bytes = file.read()
    return content.decode()
