"""What readers wish to get by mail. A wish is a row; how many letters an address may be sent is counted here.

Anybody can type anybody's address. So an address gets few letters in a day, and none is about more than itself.
"""

from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from blog.models import Discussed
from comments.models import Comment, Follow, Writer
from startalking.core import limits, senders

DAY: Final = 24 * 3600
HOUR: Final = 3600
KEYS_A_DAY: Final = 5
QUESTIONS_A_DAY: Final = 5
"""Letters that ask an address whether it wants to follow."""
WISHES_AN_HOUR: Final = 10
"""Of one sender, whatever the address: lists of strangers' addresses shall not get through."""


def note(comment: Comment, *, wants_key: bool, follow: str) -> None:
    """What the writer of a comment that was just stored wishes; `follow` is empty, `thread` or `page`.

    One letter serves both wishes. What was judged to be spam sends none: its address is somebody else's, mostly.
    """
    if not (wants_key or follow) or not comment.email or comment.status == Comment.Status.SPAM:
        return
    writer = Writer.objects.with_address(comment.email)
    wanted = _follow(writer, comment, follow) if follow else None
    key_comes = wants_key and _wish_key(writer)
    if wanted and not key_comes and not _has_just_been_asked(wanted):
        _ask(wanted)


def wish_key(email: str) -> None:
    """A letter with the key, if it would open anything. That is looked up later, so that nobody learns it here."""
    _wish_key(Writer.objects.with_address(email))


def renew_key(writer: Writer) -> None:
    _wish_key(writer)


def follow(email: str, target: Discussed, thread: Comment | None) -> None:
    """A letter that asks the address whether it wants to follow; none where it does already."""
    _ask(Follow.objects.begin(Writer.objects.with_address(email), target, thread))


def wait(request: HttpRequest) -> int:
    """Seconds for which the sender may not wish for anything more; zero when the wish is free."""
    return limits.allow(f"wishes.{senders.mark_of(request)}", WISHES_AN_HOUR, HOUR)


def _follow(writer: Writer, comment: Comment, extent: str) -> Follow:
    thread = Comment.objects.get(pk=comment.tree_id) if extent == "thread" else None
    return Follow.objects.begin(writer, comment.target, thread)


def _wish_key(writer: Writer) -> bool:
    """Whether a letter is on its way."""
    return not limits.allow(f"keys.{writer.pk}", KEYS_A_DAY, DAY) and writer.wish_key()


def _has_just_been_asked(wanted: Follow) -> bool:
    """A letter with a key asked already, as for a form that was sent twice."""
    sent_at = Writer.objects.values_list("key_sent_at", flat=True).get(pk=wanted.writer_id)
    return sent_at is not None and sent_at > max(wanted.created_at, timezone.now() - Writer.APART)


def _ask(wanted: Follow) -> None:
    if not wanted.is_active and not limits.allow(f"questions.{wanted.writer_id}", QUESTIONS_A_DAY, DAY):
        wanted.wish_confirmation()
