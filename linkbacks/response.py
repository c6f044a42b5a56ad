"""What others say of a page on their own sites, in the order in which it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_lazy as _

from linkbacks.models import Incoming, Policy
from linkbacks.targets import Target
from startalking.core import pages, text

Kind = Incoming.Kind

NAMED: Final = 8
"""So many people are named in a line; of the others their number."""

LINES: Final = {Kind.LIKE: _("Liked by:"), Kind.REPOST: _("Shared by:"), Kind.BOOKMARK: _("Noted by:")}


@dataclass(frozen=True)
class Line:
    """Names in one line, of those who did the same: `words` says what. `more` of them are not named."""

    words: str
    linkbacks: list[Incoming]
    more: int


@dataclass
class Response:
    """`outside` links here in a sentence of its own, `replies` are shown with their text, `internal` are our pages."""

    outside: list[Incoming] = field(default_factory=list)
    replies: list[Incoming] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    internal: list[Incoming] = field(default_factory=list)
    count: int = 0
    """Of pages elsewhere, whichever way they are shown."""
    origins: tuple[str, ...] = ()
    """The surrogate keys of our pages that speak here."""


def to(target: Target) -> Response:
    """One query where there are linkbacks and none where there are not; one more where there are replies.

    Two places of a page ask for it: what was read stays with the object that the page is made of.
    """
    known: Response = vars(target).setdefault("_response_elsewhere", None) or _read(target)
    vars(target)["_response_elsewhere"] = known
    pages.note(*known.origins)
    return known


def _read(target: Target) -> Response:
    if not target.linkback_count:
        return Response()
    shown = list(Incoming.objects.on(target).shown().with_origins().oldest_first())
    internal = [linkback for linkback in shown if linkback.is_internal]
    outside = [linkback for linkback in shown if not linkback.is_internal]
    replies = _long_enough(linkback for linkback in outside if linkback.kind == Kind.REPLY)
    listed = [linkback for linkback in outside if linkback not in replies and linkback.kind not in LINES]
    origins = tuple(linkback.origin.surrogate_key for linkback in shown if linkback.origin)
    return Response(listed, replies, [*_lines(outside)], internal, len(outside), origins)


def _long_enough(replies: Iterable[Incoming]) -> list[Incoming]:
    """Those that say enough to stand in the conversation, if the editors want that."""
    found = [reply for reply in replies if reply.reply]
    policy = Policy.objects.current() if found else None
    if policy is None or not policy.replies_in_thread:
        return []
    return [reply for reply in found if text.count_words(reply.reply) >= policy.reply_words]


def _lines(outside: list[Incoming]) -> Iterable[Line]:
    for kind, words in LINES.items():
        if found := [linkback for linkback in outside if linkback.kind == kind]:
            yield Line(str(words), found[:NAMED], max(0, len(found) - NAMED))
