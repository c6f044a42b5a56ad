"""For how long a writer may correct the own words, and what follows from it."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from comments import judgement
from comments.models import Comment

WITHIN: Final = timedelta(minutes=15)


def are_open(comment: Comment) -> bool:
    return comment.status != Comment.Status.TRASH and timezone.now() < comment.created_at + WITHIN


def correct(comment: Comment, body: str) -> None:
    """The new words stand at once; where the comment was shown and they look suspicious, it waits once more."""
    if body != comment.body:
        comment.edit(body=body)
        recheck(comment)


def recheck(comment: Comment) -> None:
    """Nothing is shown by this."""
    judgement.judge_again(comment)
