"""The site an export comes from: its name in import references, and which addresses were its own. Pure."""

import re
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

LONGEST_REFERENCE: Final = 200
SLASHES: Final = re.compile("/{2,}")
NUMBERS: Final = ("p", "page_id", "attachment_id")


class Origin:
    def __init__(self, base_url: str) -> None:
        parts = _split(base_url)
        self.host = _bare(parts)
        self.folder = unquote(parts.path).rstrip("/") if parts else ""
        self.name = f"{self.host}{self.folder}" or "unknown"

    def ref(self, kind: str, key: int | str) -> str:
        """What a row is known by: `wordpress:blog.example:post:123`."""
        return f"wordpress:{self.name}:{kind}:{key}"[:LONGEST_REFERENCE]

    def has(self, address: str) -> bool:
        """Whether an absolute address is of the old site."""
        parts = _split(address)
        return bool(self.host) and parts is not None and parts.scheme in {"http", "https"} and _bare(parts) == self.host

    def path(self, address: str) -> str:
        """The path of one of the old site's pages, decoded as requests are; empty for every other address.

        A page that is known by its number is `/?p=123`, whatever the parameter was called.
        """
        if not (self.has(address) or (address.startswith("/") and not address.startswith("//"))):
            return ""
        parts = _split(address)
        if parts is None:
            return ""
        number = self.number(parts.query)
        return f"/?p={number}" if number else SLASHES.sub("/", unquote(parts.path)) or "/"

    @staticmethod
    def number(query: str) -> int:
        given = parse_qs(query)
        found = next((given[name][0] for name in NUMBERS if name in given), "")
        return int(found) if found.isascii() and found.isdecimal() and len(found) < 19 else 0


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 (reading it is what checks it)
    except ValueError:
        return None
    return parts


def _bare(parts: SplitResult | None) -> str:
    """The host without what does not tell two sites apart: the port, and `www.`."""
    return (parts.hostname or "").lower().removeprefix("www.") if parts else ""
