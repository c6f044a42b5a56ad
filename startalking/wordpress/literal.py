"""Passages that are taken as they stand: code, preformatted text. And what no page of ours shows:
scripts, frames,
players of others."""

import html
import re
from typing import Final

from startalking.wordpress.conversion import INSIDE, Conversion, address_in, attributes

BRACKETS: Final = r"""\[(?:code|sourcecode)(?=[\s\]=/])(?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^\[\]])*+\]"""
START: Final = re.compile(
    rf"(?<!\[){BRACKETS}|<(?=(?:pre|code|script|style|textarea|iframe|object)\b){INSIDE}>", re.IGNORECASE
)
NAME: Final = re.compile(r"[\[<](\w+)")
VIDEO: Final = re.compile(
    r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})(?:[?&#].*)?", re.IGNORECASE
)
OTHER_VIDEO: Final = re.compile(r"https?://player\.vimeo\.com/video/(\d+)(?:[?&#].*)?", re.IGNORECASE)


def set_aside(text: str, work: Conversion) -> str:
    """`text` with tokens in place of such passages; one that is never closed is text like any other."""
    parts, at = [], 0
    unclosed: set[str] = set()
    while found := START.search(text, at):
        name = NAME.match(found[0])[1].lower()  # type: ignore[index]
        end = None if name in unclosed else _end(name, bracket=found[0][0]).search(text, found.end())
        parts.append(text[at : found.start()])
        if end:
            parts.append(_passage(name, found[0], text[found.end() : end.start()], work, end[0]))
        else:
            unclosed.add(name)
            parts.append(found[0])
        at = end.end() if end else found.end()
    return "".join([*parts, text[at:]])


def _end(name: str, *, bracket: str) -> re.Pattern[str]:
    return re.compile(rf"\[/{name}\]" if bracket == "[" else rf"</{name}\s*>", re.IGNORECASE)


def _passage(name: str, start: str, body: str, work: Conversion, end: str) -> str:
    if start.startswith("["):
        return work.keep_block(_listing(start, body))
    if name in ("script", "style"):
        work.report("script")
        return ""
    if name in ("iframe", "object"):
        return _frame(start, body, work)
    keep = work.keep_inline if name == "code" else work.keep_block
    return keep(start + body + end)


def _listing(start: str, body: str) -> str:
    """Code between brackets is literal; stored by the visual editor it has entities, and then no bare
    bracket."""
    code = body if re.search(r"[<>]", body) else html.unescape(body)
    given = attributes(start)
    language = given.get("language") or given.get("lang") or re.sub(r"\W.*", "", start.partition("=")[2])
    marked = f' class="language-{language.lower()}"' if re.fullmatch(r"[\w+#-]{1,30}", language) else ""
    lines = code.strip("\n").rstrip()
    return f"<pre><code{marked}>{html.escape(lines, quote=False)}</code></pre>"


def _frame(start: str, body: str, work: Conversion) -> str:
    """A link to what the frame shows, with its title where it has one."""
    given = attributes(start)
    inner = re.search(rf"<(?:embed|param[^<>]*(?:movie|src))\b{INSIDE}>", body, re.IGNORECASE)
    within = attributes(inner[0]) if inner else {}
    sources = (
        given.get("src"),
        given.get("data"),
        within.get("src"),
        within.get("value"),
        given.get("data-src"),
    )
    address = next((found for source in sources if source and (found := address_in(source))), "")
    if not address:
        work.report("script")
        return body
    address = OTHER_VIDEO.sub(r"https://vimeo.com/\1", VIDEO.sub(r"https://www.youtube.com/watch?v=\1", address))
    work.report("frame", address=address)
    return work.keep_inline(work.link(address, given.get("title", "").strip()))
