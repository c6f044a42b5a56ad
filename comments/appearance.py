"""How a comment looks on a page. What it looks like hangs on a few facts alone, so it is written once for many visits:
filling in a template for each of a hundred comments takes longer than all else on the page.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from comments.models import Comment
from comments.threads import Node

KEPT: Final = 2048
"""Comments that a process remembers, of about two thousand characters each."""


@dataclass(frozen=True)
class Ways:
    """What the links below the comments of a page need to know."""

    home: str
    is_open: bool = False
    key: str = ""
    """What is added to addresses on a page behind a password; it is another one at each visit."""
    lifted: int | None = None
    """A pinned comment that stands above all threads: at its own place it is only pointed to."""


@dataclass(frozen=True)
class Look:
    """All that a comment shows of itself, and in which language."""

    pk: int
    name: str
    website: str
    html: str
    at: datetime
    answer_to: str
    answers: int
    is_authors: bool
    is_edited: bool
    is_pinned: bool
    language: str | None


def html_of(node: Node, ways: Ways) -> SafeString:
    """The comment in HTML; of one that is not shown, or stands elsewhere, its place."""
    said = node.comment
    if not isinstance(said, Comment) or said.pk == ways.lifted:
        return _place(said.pk, isinstance(said, Comment), get_language())
    look = Look(
        pk=said.pk,
        name=said.name,
        website=said.website,
        html=said.html,
        at=said.created_at,
        answer_to=node.answer_to,
        answers=node.number,
        is_authors=said.author_id is not None,
        is_edited=said.edited_at is not None,
        is_pinned=said.is_pinned,
        language=get_language(),
    )
    return _written(look, ways) if ways.key else _kept(look, ways)


def _written(look: Look, ways: Ways) -> SafeString:
    return SafeString(get_template("comments/_comment.html").render({"look": look, "ways": ways}))


@lru_cache(maxsize=KEPT)
def _place(pk: int, is_lifted: bool, _language: str | None) -> SafeString:  # noqa: FBT001
    return SafeString(get_template("comments/_place.html").render({"pk": pk, "is_lifted": is_lifted}))


_kept = lru_cache(maxsize=KEPT)(_written)
