"""What becomes of the comments of an export: WordPress keeps comments, linkbacks and editors' notes in
one table."""

from enum import Enum
from typing import Final

from startalking.wordpress.problems import gettext_noop
from startalking.wordpress.records import Comment


class Fate(Enum):
    COMMENT = "comment"
    LINKBACK = "linkback"
    LEFT_OUT = "left out"


PROTOCOLS: Final = {
    "trackback": "trackback",
    "pingback": "pingback",
    "webmention": "webmention",
    "mention": "webmention",
    "like": "webmention",
    "repost": "webmention",
    "bookmark": "webmention",
}
"""The protocol each type of linkback came by; likes, reposts and bookmarks are webmentions with a meaning."""

STATES: Final = {"1": "approved", "0": "held", "spam": "spam", "trash": "trash", "post-trashed": "held"}
"""`post-trashed` says that the post went to the trash; what the comment was before is not in an export."""

REASONS: Final = {
    "note": gettext_noop("An internal note of the editors: it is never published."),
    "unknown": gettext_noop("An unknown kind of comment: %(type)s."),
}


def fate(comment: Comment) -> Fate:
    if comment.type in PROTOCOLS:
        return Fate.LINKBACK
    return Fate.COMMENT if comment.type == "comment" else Fate.LEFT_OUT


def reason(comment: Comment) -> str:
    """Why the comment is left out, in English (see `REASONS`); empty when it is not."""
    if fate(comment) is not Fate.LEFT_OUT:
        return ""
    return REASONS["note" if comment.type == "note" else "unknown"] % {"type": comment.type}


def state(comment: Comment) -> str:
    """`approved`, `held`, `spam` or `trash`; what nobody knows is held."""
    return STATES.get(comment.approved, "held")


def is_comment(comment: Comment) -> bool:
    return fate(comment) is Fate.COMMENT
