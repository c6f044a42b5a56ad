from datetime import timedelta
from typing import Final

from django.utils import timezone

from comments.models import Comment, Policy, Rejected

AT_ONCE: Final = 500
"""The minute's share: what is more waits for the next minute."""


def empty_trash() -> None:
    """What has lain in the trash for as many days as the moderators chose."""
    days = Policy.objects.current().trash_days
    if days:
        for comment in Comment.objects.ripe(timezone.now() - timedelta(days=days)).for_list()[:AT_ONCE]:
            comment.clear_away()


def empty_quarantine() -> None:
    Rejected.objects.expired(timezone.now()).delete()
