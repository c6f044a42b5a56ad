"""Bare addresses in HTML become links; what is code stays as it is. Pure."""

import re
from collections.abc import Iterator
from typing import Any, Final

from bleach.linkifier import Linker, LinkifyFilter

ADDRESS: Final = re.compile(
    r"""(?<![\w@./])(?:https?://|www\.)(?:\([^\s<>"()]*\)|[^\s<>"()])*(?:\([^\s<>"()]*\)|[^\s<>"().,;:!?'…“”])""",
    re.IGNORECASE,
)
"""A bare address in a text: balanced brackets belong to it, the full stop behind it does not. Bleach's own pattern
knows a fixed list of top-level domains, most of today's are missing from it.
"""


def linked(markup: str) -> str:
    """HTML in which bare addresses are links, still to be cleaned."""
    return _Linker(skip_tags={"pre", "code"}, url_re=ADDRESS).linkify(markup) if ADDRESS.search(markup) else markup


class _Filter(LinkifyFilter):
    """Bleach leaves the entities in code as text, which the serializer then escapes once more."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for token in super().__iter__():
            yield from self.extract_entities(token) if token["type"] == "Characters" else [token]


class _Linker(Linker):
    def linkify(self, text: str) -> str:
        tokens = self.walker(self.parser.parseFragment(text))
        return str(self.serializer.render(_Filter(tokens, skip_tags=self.skip_tags, url_re=self.url_re)))
