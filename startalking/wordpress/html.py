"""Their markup, made ours: classic text, block text and shortcodes as HTML for `core.text.clean`, which
has the
last word. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from startalking.wordpress import blocks, literal, shortcodes
from startalking.wordpress.conversion import Conversion, Resolve
from startalking.wordpress.paragraphs import paragraphs
from startalking.wordpress.problems import Notice

IMAGE_ID: Final = re.compile(r"\bwp-image-([0-9]{1,18})\b")
CLASSES: Final = re.compile(r"<(?:figure|div|p|ul)\b[^<>]*?\bclass=\"([^\"]*)\"", re.IGNORECASE)
OURS: Final = {
    **shortcodes.ALIGNMENTS,
    "alignwide": "wide",
    "alignfull": "wide",
    "wp-block-gallery": "gallery",
    "wp-block-pullquote": "pull",
}
ALIGNED_IMAGE: Final = re.compile(
    r"(?P<p><p>)?(?P<image>(?:<a\b[^<>]*>\s*)?<img\b[^<>]*?\bclass=\"[^\"]*?\b(?P<side>align(?:left|right|center))\b"
    r"[^<>]*>(?:\s*</a>)?)(?P<end>\s*</p>)?",
    re.IGNORECASE,
)
ADDRESS: Final = re.compile(
    r"(<(?:a|img|audio|video|source)\b[^<>]*?(?<![\w-])(?:href|src|poster)=\")([^\"<>]*)(\")", re.IGNORECASE
)


@dataclass(frozen=True)
class Converted:
    """`html` is the whole text, `teaser` what stood before "more" (empty without one).

    `embeds` are addresses of what was embedded and is a link now.
    """

    html: str
    teaser: str
    warnings: tuple[Notice, ...]
    image_ids: tuple[int, ...]
    embeds: tuple[str, ...]


def to_html(content: str, *, resolve: Resolve, attached: Sequence[int] = ()) -> Converted:
    """A post's or page's text as HTML, still to be cleaned.

    `resolve` finds the picture for the number of an attachment; `attached` are the pictures that hang on
    the post, for
    galleries that name none.
    """
    work = Conversion(content, resolve=resolve, attached=attached)
    text = literal.set_aside(content.replace("\r\n", "\n").replace("\r", "\n"), work)
    text = blocks.without_breaks(text, work)
    if blocks.SIGN in text:
        parts = (_segment(segment, work) for segment in blocks.segments(text, work))
        text = "\n".join(part for part in parts if part.strip())
    else:
        text = _classic(text, work)
    text = work.restore(_in_our_classes(text))
    teaser, more, rest = text.partition(work.more)
    return Converted(
        html=f"{teaser.rstrip()}\n{rest.lstrip()}".strip() if more else text,
        teaser=teaser.strip() if more else "",
        warnings=tuple(work.notices),
        image_ids=_image_ids(text, work),
        embeds=tuple(dict.fromkeys(work.embeds)),
    )


def with_addresses(markup: str, swap: Callable[[str], str | None]) -> str:
    """`markup` with the addresses of links, pictures and media that `swap` knows a new one for; the
    others stay."""

    def swapped(found: re.Match[str]) -> str:
        new = swap(found[2].replace("&#038;", "&").replace("&amp;", "&"))
        return found[0] if new is None else found[1] + new.replace("&", "&amp;").replace('"', "%22") + found[3]

    return ADDRESS.sub(swapped, markup)


def _segment(segment: blocks.Segment, work: Conversion) -> str:
    if segment.in_block:
        markup = shortcodes.expand(blocks.settled(segment.text, work), work)
        return re.sub(r"\n{2,}", "\n", markup.strip("\n"))
    return _classic(segment.text, work)


def _classic(text: str, work: Conversion) -> str:
    text = shortcodes.bare_addresses(shortcodes.expand(text, work), work)
    return paragraphs(text, block_token=work.block_token)


def _in_our_classes(markup: str) -> str:
    """Their words for position and kind as ours; a picture that carries its own side gets a frame for it."""

    def renamed(found: re.Match[str]) -> str:
        ours = " ".join(dict.fromkeys(OURS[name] for name in found[1].split() if name in OURS))
        return found[0].replace(f'"{found[1]}"', f'"{ours}"') if ours else found[0]

    def framed(found: re.Match[str]) -> str:
        side, alone = OURS[found["side"].lower()], found["p"] and found["end"]
        if alone:
            return f'<figure class="{side}">{found["image"]}</figure>'
        return f'{found["p"] or ""}<span class="{side}">{found["image"]}</span>{found["end"] or ""}'

    return ALIGNED_IMAGE.sub(framed, CLASSES.sub(renamed, markup))


def _image_ids(markup: str, work: Conversion) -> tuple[int, ...]:
    shown = (int(number) for number in IMAGE_ID.findall(markup))
    return tuple(dict.fromkeys((*work.image_ids, *shown)))
