"""Pictures and sounds of other sites inside a text become links: a reader's page asks nobody else. Pure."""

import html
import re
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

MEDIA: Final = re.compile(r"<(?:img|audio|video|source)\b", re.IGNORECASE)
HOLDERS: Final = ("audio", "picture", "video")


def links_for_foreign(markup: str, own: Collection[str]) -> str:
    """Cleaned HTML in which media from other hosts stands as a link with its alternative text.

    `own` are the beginnings of absolute addresses that are the site's, such as `https://blog.example.com/`.
    The result has to be cleaned once more.
    """
    if not MEDIA.search(markup):
        return markup
    tree = LexborHTMLParser(f"<body>{markup}</body>")
    changed = [_replaced(node, own) for node in tree.css("picture, audio, video, img, source")]
    return (tree.body.inner_html or "" if tree.body else "") if any(changed) else markup


def _replaced(node: LexborNode, own: Collection[str]) -> bool:
    """Put a link where the element would load from elsewhere; whether it did."""
    parent = node.parent.tag if node.parent is not None else None
    if parent in HOLDERS:
        return False  # judged together with what holds it
    foreign = [address for address in _addresses(node) if not _is_own(address, own)]
    if node.tag == "source":
        node.decompose()
        return True
    link = LexborHTMLParser(_stand_in(node, foreign[0])).css_first("body > *") if foreign else None
    if link is not None:
        node.replace_with(link)
    return link is not None


def _addresses(node: LexborNode) -> list[str]:
    """Every address that a browser would load for this element and what it holds."""
    found = []
    for part in (node, *node.css("source, img")):
        values = part.attributes
        found += [values.get("src") or "", values.get("poster") or ""]
        found += [candidate.split()[0] for candidate in (values.get("srcset") or "").split(",") if candidate.strip()]
    return [address for address in found if address.strip()]


def _is_own(address: str, own: Collection[str]) -> bool:
    """Whether a browser, which drops line ends and reads a backslash as a slash, would stay on the site."""
    read = re.sub(r"[\t\r\n]", "", address).lstrip(" \x00\x0b\x0c").replace("\\", "/")
    try:
        parts = urlsplit(read)
    except ValueError:
        return False
    return not (parts.scheme or parts.netloc or read.startswith("//")) or read.startswith(tuple(own))


def _stand_in(node: LexborNode, address: str) -> str:
    image = node if node.tag == "img" else node.css_first("img")
    alt = image.attributes.get("alt") if image is not None else ""
    label = html.escape(alt or address.rpartition("/")[2] or address)
    if node.parent is not None and node.parent.tag == "a":
        return f"<span>{label}</span>"
    return f'<a href="{html.escape(address)}">{label}</a>'
