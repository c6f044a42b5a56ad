"""Everything that happens because something else happened. A reaction forgets what is kept or enqueues a task."""

from typing import Any, Final

from django.dispatch import receiver

import blog.events
import blog.tasks
import comments.events
import comments.tasks
import knowledgebase.events
import linkbacks.events
import linkbacks.tasks
import widgets.events
from blog.models import Discussed, Entry, Image, Rendered
from comments.models import Comment, Follow, Report, Writer
from knowledgebase.models import Article
from linkbacks.models import Incoming, Outgoing
from startalking.core import pages, waiting
from widgets.kinds import Topic
from widgets.models import Widget

LISTS: Final[tuple[Topic, ...]] = ("posts", "categories", "tags", "comments", "menus")
"""What tells of posts and pages, in widgets and on pages of its own."""


@receiver(blog.events.published)
@receiver(blog.events.edited)
@receiver(blog.events.withdrawn)
def entry_changed(entry: Entry, **_: Any) -> None:
    """Revoked, not only renewed: what an editor took back or corrected is not shown for another moment."""
    _revoke(*entry.surrogates(), "addresses", topics=LISTS)
    waiting.enqueue(blog.tasks.index_entry, entry._meta.label_lower, entry.pk)


@receiver(blog.events.published)
def entry_came_out(entry: Entry, **_: Any) -> None:
    waiting.enqueue(linkbacks.tasks.begin_ledger, entry._meta.label_lower, entry.pk)


@receiver(blog.events.edited)
@receiver(blog.events.withdrawn)
def entry_says_something_else(entry: Entry, **_: Any) -> None:
    waiting.enqueue(linkbacks.tasks.keep_ledger, entry._meta.label_lower, entry.pk)


@receiver(blog.events.removed)
def entry_is_gone(entry: Entry, pk: int, keys: set[str], **_: Any) -> None:
    _revoke(*keys, "addresses", topics=LISTS)
    waiting.enqueue(blog.tasks.index_entry, entry._meta.label_lower, pk)


@receiver(blog.events.refreshed)
def text_was_made_anew(text: Rendered, **_: Any) -> None:
    pages.renew(text.surrogate_key if isinstance(text, Discussed) else "site")


@receiver(blog.events.arranged)
def order_changed(**_: Any) -> None:
    """A category or a tag has another name, place or address."""
    Widget.objects.forget("categories", "tags", "menus")
    pages.renew("site")


@receiver(blog.events.configured)
def site_was_configured(**_: Any) -> None:
    """Every address of a post may have another form."""
    Widget.objects.forget("site", "menus")
    pages.renew("site")


@receiver(widgets.events.changed)
@receiver(linkbacks.events.configured)
def frame_changed(**_: Any) -> None:
    """What stands on pages of every kind is another."""
    pages.renew("site")


@receiver(blog.events.taken_in)
def picture_came_in(image: Image, **_: Any) -> None:
    blog.tasks.render_image.enqueue(image.pk)


@receiver(blog.events.image_changed)
def picture_changed(image: Image, **_: Any) -> None:
    Widget.objects.forget("pictures")
    pages.renew(image.surrogate_key, "pictures")
    waiting.enqueue(blog.tasks.render_texts_with_image, image.pk)


@receiver(knowledgebase.events.changed)
def article_changed(article: Article, **_: Any) -> None:
    _revoke(article.surrogate_key, "addresses", topics=("articles", "comments"))
    waiting.enqueue(blog.tasks.index_entry, article._meta.label_lower, article.pk)
    waiting.enqueue(linkbacks.tasks.keep_ledger, article._meta.label_lower, article.pk)


@receiver(knowledgebase.events.removed)
def article_is_gone(article: Article, pk: int, key: str, **_: Any) -> None:
    _revoke(key, "addresses", topics=("articles", "comments"))
    waiting.enqueue(blog.tasks.index_entry, article._meta.label_lower, pk)


@receiver(knowledgebase.events.published)
def article_came_out(article: Article, **_: Any) -> None:
    waiting.enqueue(linkbacks.tasks.begin_ledger, article._meta.label_lower, article.pk)


@receiver(knowledgebase.events.arranged)
def section_changed(**_: Any) -> None:
    Widget.objects.forget("articles", "comments")
    pages.renew("articles", "comments", "addresses")


@receiver(comments.events.submitted)
def comment_came_in(comment: Comment, **_: Any) -> None:
    if comment.is_shown:
        Widget.objects.forget("comments")
        pages.renew(comment.target.surrogate_key, "comments")
    comments.tasks.tell_moderators.enqueue(comment.pk)


@receiver(comments.events.corrected)
@receiver(comments.events.moderated)
@receiver(comments.events.erased)
def comment_has_changed(comment: Comment, *, was_shown: bool = False, **_: Any) -> None:
    """Revoked: what a moderator took away is not shown for another moment. Of what nobody saw or sees no page tells."""
    if was_shown or Comment.objects.filter(pk=comment.pk).shown_or_needed().exists():
        _revoke(comment.target.surrogate_key, topics=("comments",))


@receiver(comments.events.reported)
def comment_was_reported(report: Report, **_: Any) -> None:
    comments.tasks.tell_of_report.enqueue(report.pk)


@receiver(comments.events.shown)
def comment_came_out(comment: Comment, **_: Any) -> None:
    comments.tasks.tell_followers.enqueue(comment.pk)


@receiver(comments.events.key_wished)
def key_was_wished(writer: Writer, **_: Any) -> None:
    comments.tasks.send_key.enqueue(writer.pk)


@receiver(comments.events.follow_begun)
def follow_has_to_be_confirmed(follow: Follow, **_: Any) -> None:
    comments.tasks.ask_follower.enqueue(follow.pk)


@receiver(comments.events.follow_confirmed)
def follow_was_confirmed(follow: Follow, **_: Any) -> None:
    """What was said since the address was asked is news."""
    comments.tasks.tell_follower.enqueue(follow.pk)


@receiver(linkbacks.events.received)
def linkback_came_in(incoming: Incoming, **_: Any) -> None:
    linkbacks.tasks.verify.enqueue(incoming.pk)


@receiver(linkbacks.events.moderated)
def linkback_has_another_state(incoming: Incoming, **_: Any) -> None:
    pages.revoke(incoming.target.surrogate_key)


@receiver(linkbacks.events.checked)
def linkback_was_checked(incoming: Incoming, **_: Any) -> None:
    pages.revoke(incoming.target.surrogate_key)
    linkbacks.tasks.tell_moderators.enqueue(incoming.pk)


@receiver(linkbacks.events.queued)
def page_elsewhere_is_to_be_told(outgoing: Outgoing, **_: Any) -> None:
    linkbacks.tasks.deliver.enqueue(outgoing.host)


def _revoke(*keys: str, topics: tuple[Topic, ...]) -> None:
    """What is kept in widgets goes first, since pages are drawn of it; but whatever becomes of that, the pages go."""
    try:
        Widget.objects.forget(*topics)
    finally:
        pages.revoke(*keys, *topics)
