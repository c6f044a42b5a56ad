"""Letters to those who follow a conversation: one for each new answer, a digest when many come."""

from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from comments import keys, targets
from comments.models import Comment, Follow, Writer
from comments.tasks.writers import post
from startalking.core import text

MOST_IN_A_DIGEST: Final = 30


@task()
def tell_followers(pk: int) -> None:
    """A comment is shown for the first time: look after all whom it is news to."""
    comment = Comment.objects.for_list().filter(pk=pk).first()
    if comment and not comment.import_ref:
        for follow in Follow.objects.hearing_of(comment).values_list("pk", flat=True):
            tell_follower.enqueue(follow)


@task()
def tell_follower(pk: int) -> None:
    """Write to one follower about all that is news. No letter goes out twice, however often this runs at once."""
    follow = Follow.objects.for_list().filter(pk=pk).first()
    if follow is None or not follow.target.is_public or not follow.take_up():
        return
    try:
        _tell(follow)
    finally:
        follow.lay_down()


def tell_those_behind() -> None:
    """The minute's look after digests that are due and letters that could not be sent."""
    for follow in Follow.objects.behind(timezone.now()):
        tell_follower.enqueue(follow.pk)


def forget_unconfirmed() -> None:
    """Addresses that never said yes, and those on which nothing hangs any more."""
    now = timezone.now()
    Follow.objects.never_confirmed(now - Follow.CONFIRMED_WITHIN).delete()
    Follow.objects.long_ended(now - Writer.KEY_GOOD_FOR).delete()
    Writer.objects.idle(now).delete()


def _tell(follow: Follow) -> None:
    while news := follow.next_letter():
        if not follow.claim(news):
            return  # ended meanwhile
        if not _post(follow, news):
            follow.give_back()
            return
        follow.refresh_from_db()
    follow.pass_over()


def _post(follow: Follow, news: list[Comment]) -> bool:
    end = settings.SITE_URL + reverse("comments:follow_end", args=[keys.ending(follow)])
    headers = {"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    answers = [_answer(comment) for comment in news[:MOST_IN_A_DIGEST]]
    facts: dict[str, Any] = {"follow": follow, "title": str(follow.target), "end": end}
    facts |= {"answers": answers, "answer": answers[0], "number": len(news), "more": len(news) - len(answers)}
    return post("new_answer" if len(news) == 1 else "answers_digest", follow.writer, facts, headers)


def _answer(comment: Comment) -> dict[str, str]:
    """What a letter says of a comment. What stands behind a password stays there: the letter says only where."""
    if targets.is_locked(comment.target):
        return {"link": f"{settings.SITE_URL}{comment.target.get_absolute_url()}#{comment.anchor}"}
    words = comment.body if comment.markup == Comment.Markup.MARKDOWN else text.plain(comment.html)
    return {"name": comment.name, "text": words, "link": settings.SITE_URL + comment.get_absolute_url()}
