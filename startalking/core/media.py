"""Pictures and sounds of other sites inside a text become links: a reader's page asks nobody else. Pure."""

import html
import re
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

ELSEWHERE: Final = re.compile(
    r'<(?:img|audio|video|source)\b[^>]*\s(?:src|srcset|poster)="[^"]*(?:\w:|//)', re.IGNORECASE
)


def links_for_foreign(markup: str, own: Collection[str]) -> str:
    """Cleaned HTML in which media from other hosts stands as a link with its alternative text.

    `own` are the beginnings of absolute addresses that are the site's, such as `https://blog.example.com/`.
    The result has to be cleaned once more.
    """
    if not ELSEWHERE.search(markup):
        return markup
    tree = LexborHTMLParser(f"<body>{markup}</body>")
    for node in tree.css("img, audio, video"):
        foreign = [address for address in _addresses(node) if not _is_own(address, own)]
        link = LexborHTMLParser(_stand_in(node, foreign[0])).css_first("body > *") if foreign else None
        if link is not None:
            node.replace_with(link)
    return tree.body.inner_html or "" if tree.body else ""


def _addresses(node: LexborNode) -> list[str]:
    """Every address that a browser would load for this element."""
    found = []
    for part in (node, *node.css("source")):
        values = part.attributes
        found += [values.get("src") or "", values.get("poster") or ""]
        found += [candidate.split()[0] for candidate in (values.get("srcset") or "").split(",") if candidate.strip()]
    return [address.strip() for address in found if address.strip()]


def _is_own(address: str, own: Collection[str]) -> bool:
    parts = urlsplit(address)
    return not (parts.scheme or parts.netloc) or address.startswith(tuple(own)) or parts.scheme == "data"


def _stand_in(node: LexborNode, address: str) -> str:
    label = html.escape(node.attributes.get("alt") or urlsplit(address).path.rpartition("/")[2] or address)
    if node.parent is not None and node.parent.tag == "a":
        return f"<span>{label}</span>"
    return f'<a href="{html.escape(address)}">{label}</a>'
