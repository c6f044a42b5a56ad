"""Which doors for linkbacks a page elsewhere offers. Pure: address, headers and body in, doors out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeAlias

from linkbacks import addresses
from linkbacks.protocols import Refusal
from linkbacks.reading import page as pages
from linkbacks.reading.markup import unescaped
from linkbacks.reading.page import LONGEST, Page
from startalking.core import charsets

Headers: TypeAlias = Mapping[str, str] | Iterable[tuple[str, str]]

LONGEST_HEADER: Final = 16_384
MOST_BLOCKS: Final = 100
HTML: Final = {"", "text/html", "application/xhtml+xml"}

LINK: Final = re.compile(r"""<(?P<address>[^<>]*)>(?P<parameters>(?:[^,"]|"(?:[^"\\]|\\.)*+")*+)""", re.DOTALL)
"""One value of a Link header (RFC 8288, section 3): commas in an address or between quotation marks part nothing."""

PARAMETER: Final = re.compile(
    r""";\s*+(?P<name>[^\s;="]++)\s*+=\s*+(?:"(?P<quoted>(?:[^"\\]|\\.)*+)"|(?P<bare>[^\s;,"]*+))"""
)
DESCRIPTION: Final = re.compile(r"<rdf:Description\b(?P<attributes>[^>]*)", re.IGNORECASE)
ATTRIBUTE: Final = re.compile(r"""(?P<name>[\w:]++)\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)')""")


@dataclass(frozen=True)
class Door:
    """Where a page takes linkbacks by a protocol: webmention, pingback or trackback.

    `found_in` says where it was seen: `Link header`, `X-Pingback header`, `link`, `a`, or `RDF`.
    """

    protocol: str
    address: str
    found_in: str


def doors(url: str, headers: Headers, body: bytes, linked: str = "") -> list[Door]:
    """The doors of the page at `url`, where its redirects ended; one for each protocol, in the order of trying.

    `linked` is the address that was linked, if it was another: a trackback block may be meant for either.
    """
    told = _told(headers)
    content_type = ", ".join(told.get("content-type", [])[:1])
    is_html = content_type.partition(";")[0].strip().lower() in HTML
    page = pages.read(charsets.decoded(body[: pages.LARGEST], content_type) if is_html else "", url)
    found = (_webmention(page, told), _pingback(page, told), _trackback(page, (url, linked)))
    return [door for door in found if door and door.address]


def _told(headers: Headers) -> dict[str, list[str]]:
    """The values of each header. They arrive as Latin-1, addresses are written in UTF-8."""
    told: dict[str, list[str]] = {}
    for name, value in headers.items() if isinstance(headers, Mapping) else headers:
        with suppress(UnicodeError):
            value = value.encode("latin-1").decode()
        told.setdefault(name.strip().lower(), []).append(value[:LONGEST_HEADER])
    return told


def _webmention(page: Page, told: Mapping[str, list[str]]) -> Door | None:
    """Webmention, section 3.1.2: the first in the headers, else the first in the order of the document."""
    written = next(_in_headers(told.get("link", []), "webmention"), None)
    if written is not None:
        return Door("webmention", addresses.resolved(page.url, written), "Link header")
    for element in page.elements:
        if element.name in {"link", "a"} and "webmention" in element.rels and "href" in element.attributes:
            return Door("webmention", addresses.resolved(page.base, element.address), element.name)
    return None


def _in_headers(values: Iterable[str], rel: str) -> Iterator[str]:
    """The addresses of the links of this relation, as written; the first `rel` of a link counts (RFC 8288, 3.3)."""
    for link in LINK.finditer(", ".join(values)[:LONGEST_HEADER]):
        parameters = [found for found in PARAMETER.finditer(link["parameters"]) if found["name"].lower() == "rel"]
        if parameters and rel in (parameters[0]["quoted"] or parameters[0]["bare"] or "").lower().split():
            yield link["address"]


def _pingback(page: Page, told: Mapping[str, list[str]]) -> Door | None:
    """Pingback 1.0, section 2: the header wins, and only an absolute address is one."""
    for value in told.get("x-pingback", [])[:1]:
        return Door("pingback", _absolute(value), "X-Pingback header")
    for element in page.elements:
        if element.name == "link" and "pingback" in element.rels and "href" in element.attributes:
            return Door("pingback", _absolute(element.address), "link")
    return None


def _absolute(written: str) -> str:
    """An absolute address in its one spelling; empty for all others."""
    return addresses.resolved("", written)


def _trackback(page: Page, urls: Iterable[str]) -> Door | None:
    """The block whose `dc:identifier` is the page itself; other blocks are about other pages."""
    meant = {_meaning(url) for url in urls} - {""}
    for attributes in _descriptions(page):
        if _meaning(attributes.get("dc:identifier", "")) in meant:
            return Door("trackback", _absolute(attributes.get("trackback:ping", "")), "RDF")
    return None


def _descriptions(page: Page) -> Iterator[dict[str, str]]:
    """The attributes of the blocks in the comments of a page. Many are no sound XML, so they are not read as that."""
    blocks = (block for said in page.comments if "trackback:ping" in said for block in DESCRIPTION.finditer(said))
    for _number, block in zip(range(MOST_BLOCKS), blocks, strict=False):
        found = ATTRIBUTE.finditer(block["attributes"])
        yield {one["name"].lower(): unescaped(one["double"] or one["single"] or "") for one in found}


def _meaning(url: str) -> str:
    try:
        return addresses.meaning(url) if len(url) <= LONGEST else ""
    except Refusal:
        return ""
