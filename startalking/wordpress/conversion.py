"""What the conversion of one text gathers on its way: finished passages that nothing may touch any more, and
facts for the report."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from startalking.wordpress.problems import Notice

INSIDE: Final = r"""(?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^<>])*+"""
"""The inside of a tag; quotes may hide angle brackets. Possessive: damaged markup costs no more than whole markup."""
TAG: Final = rf"</?[a-zA-Z]{INSIDE}>"
ADDRESS: Final = re.compile(r"(?:https?:)?//[^\s<>\"']+|/[^\s<>\"']*", re.IGNORECASE)


@dataclass(frozen=True)
class Picture:
    """An attachment to show: its address here, its text alternative, its caption as HTML."""

    src: str
    alt: str = ""
    caption: str = ""


Resolve = Callable[[int], Picture | None]


class Conversion:
    """Finished passages stand in the text as tokens between two characters that the text does not have
    otherwise."""

    def __init__(self, content: str, *, resolve: Resolve, attached: Sequence[int] = ()) -> None:
        self.resolve = resolve
        self.attached = tuple(attached)
        self.notices: list[Notice] = []
        self.embeds: list[str] = []
        self.image_ids: list[int] = []
        used = set(content)
        self._edge = next(chr(point) for point in range(0xE000, 0x10FFFF) if chr(point) not in used)
        self._kept: list[str] = []

    @property
    def more(self) -> str:
        """The token at the end of the teaser."""
        return f"{self._edge}more{self._edge}"

    @property
    def block_token(self) -> str:
        """A pattern for tokens that stand on the level of paragraphs."""
        return f"{self._edge}(?:block\\d+|more){self._edge}"

    def keep_block(self, markup: str) -> str:
        return self._keep("block", markup)

    def keep_inline(self, markup: str) -> str:
        return self._keep("inline", markup)

    def restore(self, text: str) -> str:
        """`text` with the passages in their places; passages may hold earlier ones."""
        return self._restore(text, len(self._kept))

    def report(self, code: str, **params: str | int) -> None:
        """Note something once, however often the text has it."""
        notice = Notice(code, params=params)
        if notice not in self.notices:
            self.notices.append(notice)

    def link(self, address: str, text: str = "") -> str:
        """A link in place of what would have been embedded."""
        self.embeds.append(address)
        return f'<a href="{html.escape(address)}">{html.escape(text or address, quote=False)}</a>'

    def _keep(self, kind: str, markup: str) -> str:
        self._kept.append(markup)
        return f"{self._edge}{kind}{len(self._kept) - 1}{self._edge}"

    def _restore(self, text: str, below: int) -> str:
        def passage(found: re.Match[str]) -> str:
            place = int(found[1])
            return self._restore(self._kept[place], place) if place < below else found[0]

        return re.sub(f"{self._edge}(?:block|inline)([0-9]{{1,9}}){self._edge}", passage, text)


def address_in(text: str) -> str:
    """`text` as an address of the web or of the old site itself; empty when it is none."""
    text = html.unescape(text).strip()
    if not ADDRESS.fullmatch(text):
        return ""
    return f"https:{text}" if text.startswith("//") else text


def file_name(address: str) -> str:
    """The last part of an address, as people read it."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return address
    return unquote(path.rstrip("/").rpartition("/")[2]) or address


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag or shortcode by lower-case name, entities resolved; the first of a name
    counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in re.findall(
        r"""([\w:-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>\]]++))""", tag
    ):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found
