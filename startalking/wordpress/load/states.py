"""In which state of ours a post or page arrives, and when it was public."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from blog.models import Entry
from startalking.wordpress.records import Post

STATES: Final = {
    "publish": Entry.Status.PUBLISHED,
    "future": Entry.Status.SCHEDULED,
    "private": Entry.Status.PRIVATE,
    "pending": Entry.Status.IN_REVIEW,
    "draft": Entry.Status.DRAFT,
    "auto-draft": Entry.Status.DRAFT,
    "trash": Entry.Status.WITHDRAWN,
}


@dataclass(frozen=True)
class State:
    """`announced_at` is set for all that the public has seen, so that nobody ever hears of it a second time."""

    status: str
    published_at: datetime | None
    announced_at: datetime | None
    notes: tuple[str, ...] = ()


def state(post: Post, now: datetime) -> State:
    status = STATES.get(post.status, Entry.Status.DRAFT)
    if status in Entry.PUBLIC:
        return _public(post, now)
    notes = () if post.status in STATES else (_("Its state “%(state)s” is unknown: it is a draft.") % _named(post),)
    was_public = status == Entry.Status.WITHDRAWN and post.metas.get("_wp_trash_meta_status") == "publish"
    return State(status, post.published_at, post.published_at if was_public else None, notes)


def _public(post: Post, now: datetime) -> State:
    """Public by its hour: what was scheduled for a time that has passed is out by now."""
    at = post.published_at or post.modified_at or now
    if at > now:
        return State(Entry.Status.SCHEDULED, at, None)
    passed = (_("It was scheduled for a time that has passed: it is published."),) if post.status == "future" else ()
    undated = () if post.published_at else (_("It had no date of publication: it has that of its last change."),)
    return State(Entry.Status.PUBLISHED, at, at, (*passed, *undated))


def _named(post: Post) -> dict[str, str]:
    return {"state": post.status}
