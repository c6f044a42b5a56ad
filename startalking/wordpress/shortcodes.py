"""Shortcodes in square brackets: those of WordPress itself become markup.

Unknown ones stay as text and are reported.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from startalking.wordpress.conversion import Conversion, Picture, address_in, attributes, file_name

SHORTCODE: Final = re.compile(
    r"""(\[?)\[([a-zA-Z][\w-]*)(?=[\s\]/=])((?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^\[\]])*+)\](\]?)"""
)
QUOTES: Final = str.maketrans("“”„″", '""""')
PICTURE_FIRST: Final = re.compile(r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE)
FORMATS: Final = "mp3 m4a ogg oga wav flac wma mp4 m4v webm ogv wmv flv mov"
ALIGNMENTS: Final = {"alignleft": "align-left", "alignright": "align-right", "aligncenter": "align-center"}
OWN_LINE: Final = re.compile(r"^[ \t]*(?:<p>\s*)?(https?://[^\s<>\"\[\]]+)(?:\s*</p>)?[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Call:
    """A shortcode as it was used; `written` is the part in the first brackets."""

    name: str
    given: Mapping[str, str]
    written: str
    body: str


def expand(text: str, work: Conversion) -> str:
    """`text` with tokens for the shortcodes known here. `[[name]]` is shown as `[name]`."""
    parts, at = [], 0
    while found := SHORTCODE.search(text, at):
        name = found[2].lower()
        parts.append(text[at : found.start()])
        at = _escaped_end(text, found, name)
        if at:
            parts.append(work.keep_inline(html.escape(text[found.start() + 1 : at - 1], quote=False)))
        elif name in HANDLERS:
            body, at = _body(text, found.end() - len(found[4]), name)
            call = Call(name, attributes(_plain_quotes(found[3])), found[3], body)
            parts.append(found[1] + work.keep_block(HANDLERS[name](call, work)))
        else:
            _note_unknown(name, found[3], work)
            parts.append(found[0])
            at = found.end()
    return "".join([*parts, text[at:]])


def bare_addresses(text: str, work: Conversion) -> str:
    """An address alone on a line, which WordPress would have embedded, as a paragraph with a link."""
    return OWN_LINE.sub(lambda found: work.keep_block(_linked(address_in(found[1]), work)), text)


def _escaped_end(text: str, found: re.Match[str], name: str) -> int:
    """Where `[[name]]` or `[[name]...[/name]]` of a known name ends; 0 when it is not escaped."""
    if not found[1] or (name not in HANDLERS and name not in LITERAL):
        return 0
    if found[4]:
        return found.end()
    closing = re.compile(rf"\[/{name}\]\]", re.IGNORECASE).search(text, found.end())
    return closing.end() if closing else 0


def _body(text: str, start: int, name: str) -> tuple[str, int]:
    """What the shortcode encloses, and the place behind it; without a closing part of its own it encloses
    nothing."""
    if name not in ENCLOSING:
        return "", start
    closing = re.compile(rf"\[(/?){name}(?=[\s\]])[^\[\]]*\]", re.IGNORECASE).search(text, start)
    if not closing or not closing[1]:
        return "", start
    return text[start : closing.start()], closing.end()


def _note_unknown(name: str, written: str, work: Conversion) -> None:
    """Only what looks like a shortcode: brackets with several words in them are an aside."""
    looks = "=" in written or not written.strip(" /")
    if looks and name.islower() and name not in LITERAL:
        work.report("shortcode", name=name)


def _plain_quotes(written: str) -> str:
    """The visual editor at times stores quotes as entities or curls them."""
    if '"' in written or "'" in written:
        return written
    return html.unescape(written).translate(QUOTES)


def _caption(call: Call, work: Conversion) -> str:
    found = PICTURE_FIRST.fullmatch(call.body)
    picture, words = found.groups() if found else ("", call.body)
    words = words.strip() or call.given.get("caption", "").strip()
    class_name = ALIGNMENTS.get(call.given.get("align", ""), "")
    return _figure(expand(picture, work), expand(words, work), class_name)


def _gallery(call: Call, work: Conversion) -> str:
    """A list of pictures; without numbers, all that hang on the post."""
    named = call.given.get("ids") or call.given.get("include") or ""
    left_out = _numbers(call.given.get("exclude", ""))
    ids = _numbers(named) if named else [id_ for id_ in work.attached if id_ not in left_out]
    items = []
    for id_ in ids:
        picture = work.resolve(id_)
        if picture is None:
            if named:
                work.report("picture_missing", id=id_)
            continue
        work.image_ids.append(id_)
        items.append(f"<li>{_figure(_image(picture, id_), picture.caption)}</li>")
    if not items:
        work.report("gallery_empty")
        return ""
    return '<ul class="gallery">\n' + "\n".join(items) + "\n</ul>"


def _media(call: Call, work: Conversion) -> str:
    """Sound and film as a link: a player would call another server before anybody has asked for it."""
    named = (call.given.get(name, "") for name in ("src", *FORMATS.split()))
    words = re.sub(r"<[^<>]*>", " ", f"{call.written} {call.body}").split()
    address = next((found for part in (*named, *words) if (found := address_in(part.strip("=\"'")))), "")
    if not address:
        work.report("without_address", name=call.name)
        return ""
    return _figure(work.link(address, file_name(address)))


def _embed(call: Call, work: Conversion) -> str:
    words = re.sub(r"<[^<>]*>", " ", f"{call.body} {call.given.get('src', '')} {call.written}").split()
    address = next((found for part in words if (found := address_in(part.strip("=\"'")))), "")
    if not address:
        work.report("without_address", name=call.name)
        return call.body
    return _linked(address, work)


def _linked(address: str, work: Conversion) -> str:
    return f"<p>{work.link(address)}</p>"


def _figure(content: str, caption: str = "", class_name: str = "") -> str:
    marked = f' class="{class_name}"' if class_name else ""
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure{marked}>{content}{below}</figure>"


def _image(picture: Picture, id_: int) -> str:
    src, alt = html.escape(picture.src), html.escape(picture.alt)
    return f'<img class="wp-image-{id_}" src="{src}" alt="{alt}">'


def _numbers(text: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"(?<!\d)[0-9]{1,18}(?!\d)", text)]


HANDLERS: Final[Mapping[str, Callable[[Call, Conversion], str]]] = {
    "caption": _caption,
    "wp_caption": _caption,
    "gallery": _gallery,
    "audio": _media,
    "video": _media,
    "embed": _embed,
    "youtube": _embed,
    "vimeo": _embed,
}
LITERAL: Final = {"code", "sourcecode"}
"""Set aside before this (see `literal`); what is left of them here was never closed and stays as written."""
ENCLOSING: Final = {"caption", "wp_caption", "audio", "video", "embed"}
