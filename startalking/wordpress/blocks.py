"""Block text: its markup is whole already, the comments around the blocks go.

What stands outside of blocks is classic text.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from startalking.wordpress.conversion import Conversion, address_in

SIGN: Final = "<!-- wp:"
BLOCK: Final = re.compile(r"<!--\s+(/)?wp:((?:[a-z][\w-]*/)?[a-z][\w-]*)\s+(\{.*\}\s+)?(/)?-->", re.DOTALL)
MORE: Final = re.compile(r"<!--\s*more\b(?:\s.*)?-->", re.DOTALL)
PAGE_BREAK: Final = re.compile(r"<!--\s*nextpage\s*-->")
WRAPPED_ADDRESS: Final = re.compile(r"<div\b[^<>]*\bwp-block-embed__wrapper\b[^<>]*>\s*([^\s<>]+)\s*</div>")
SPACER: Final = re.compile(r"<div\b[^<>]*\bwp-block-spacer\b[^<>]*>\s*</div>\s*")
BACKGROUND: Final = re.compile(
    r"<div\b[^<>]*\bwp-block-cover[^<>]*\bbackground-image:\s*url\((?:&quot;|'|)(https?://[^\s<>\"'()&]+)[^<>]*>"
)
EMPTY: Final = re.compile(r"<p\b[^<>]*>\s*</p>")
PLAYER: Final = re.compile(r"<(audio|video)\b([^<>]*)>", re.IGNORECASE)
SILENT: Final = {
    "more",
    "nextpage",
    "shortcode",
    "separator",
    "spacer",
    "block",
    "social-link",
    "embed",
    "image",
}
"""Blocks that may be empty without anything missing from the text."""


@dataclass(frozen=True)
class Segment:
    """A stretch of text between two block comments."""

    text: str
    in_block: bool


def remarks_and_text(text: str) -> Iterator[str]:
    """`text` cut into stretches of text (even places) and HTML comments (odd places); an open comment is
    text."""
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        yield text[at:start]
        yield text[start : end + 3]
        at = end + 3
    yield text[at:]


def without_breaks(text: str, work: Conversion) -> str:
    """`text` as one page: page breaks go, the first "more" becomes the token for the end of the teaser."""
    parts = []
    pages, teaser_ended = 1, False
    for place, part in enumerate(remarks_and_text(text)):
        if place % 2 == 0 or BLOCK.fullmatch(part):
            parts.append(part if place % 2 else part.replace("<!--", "&lt;!--"))
        elif MORE.fullmatch(part):
            parts.append("" if teaser_ended else work.more)
            teaser_ended = True
        elif PAGE_BREAK.fullmatch(part):
            parts.append("\n\n")
            pages += 1
    if pages > 1:
        work.report("page_break", count=pages)
    return "".join(parts)


def segments(text: str, work: Conversion) -> Iterator[Segment]:
    """The text without the comments of its blocks, blocks and classic stretches apart."""
    depth = 0
    gathered: list[str] = []
    for place, part in enumerate(remarks_and_text(text)):
        found = BLOCK.fullmatch(part) if place % 2 else None
        if not found:
            gathered.append(part)
            continue
        closing, name, settings, alone = found.groups()
        if depth == 0:
            yield Segment("".join(gathered), in_block=False)
            gathered = []
        if alone:
            _note_missing(name, settings or "", work)
        elif name != "freeform":
            depth = max(0, depth - 1) if closing else depth + 1
        if closing and depth == 0:
            yield Segment("".join(gathered), in_block=name != "freeform")
            gathered = []
    yield Segment("".join(gathered), in_block=depth > 0)


def settled(markup: str, work: Conversion) -> str:
    """The markup of blocks without what only WordPress' own scripts and styles bring to life."""
    markup = EMPTY.sub("", SPACER.sub("", markup))
    markup = PLAYER.sub(_waiting, markup)
    markup = BACKGROUND.sub(lambda found: f'{found[0]}<img src="{found[1]}" alt="">', markup)
    return WRAPPED_ADDRESS.sub(lambda found: _embedded(found, work), markup)


def _embedded(found: re.Match[str], work: Conversion) -> str:
    address = address_in(found[1])
    return f"<p>{work.link(address)}</p>" if address else found[0]


def _waiting(found: re.Match[str]) -> str:
    """A player that plays when it is asked, and calls nobody before."""
    controls = "" if re.search(r"\bcontrols\b", found[2]) else " controls"
    preload = "" if re.search(r"\bpreload\b", found[2]) else ' preload="none"'
    return f"<{found[1]}{controls}{preload}{found[2]}>"


def _note_missing(name: str, settings: str, work: Conversion) -> None:
    """A block without text: WordPress would have filled it from its database."""
    if name.removeprefix("core/") in SILENT:
        return
    try:
        ref = json.loads(settings or "{}").get("url", "")
    except (ValueError, RecursionError):
        ref = ""
    work.report("dynamic_block", name=name, **({"address": ref} if isinstance(ref, str) and ref else {}))
