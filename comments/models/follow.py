from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.models.targeted import Targeted, TargetedQuerySet
from comments.models.writer import Writer


class FollowQuerySet(TargetedQuerySet):
    def active(self) -> Self:
        """Confirmed and not ended: who gets letters."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)

    def hearing_of(self, comment: Comment) -> Self:
        """Those whom a comment is news to."""
        here = self.on(comment.target).active()
        return here.filter(models.Q(thread=None) | models.Q(thread=comment.tree_id)).exclude(
            writer__email=comment.email
        )

    def never_confirmed(self, before: datetime) -> Self:
        return self.filter(confirmed_at=None, created_at__lt=before)


class Follow(Targeted):
    """Somebody wants to hear by mail what is said on a page, or in one of its threads. Double opt-in."""

    writer = models.ForeignKey(Writer, on_delete=models.CASCADE, related_name="follows")
    thread = models.ForeignKey(
        Comment,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("thread"),
        help_text=_("The thread's first comment; empty: the whole page."),
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    told_up_to = models.DateTimeField(default=timezone.now)
    """Comments first shown after this moment are news."""
    letters = models.PositiveIntegerField(default=0)
    """Letters since `letters_since`: when they become many, a digest collects."""
    letters_since = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta(Targeted.Meta):
        abstract = False
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            *Targeted.Meta.constraints,
            *(
                models.UniqueConstraint(
                    name=f"{kind}_is_followed_once_by_a_writer",
                    fields=["writer", kind],
                    condition=models.Q(thread=None),
                )
                for kind in ("post", "page", "article")
            ),
            models.UniqueConstraint(name="thread_is_followed_once_by_a_writer", fields=["writer", "thread"]),
        ]

    def __str__(self) -> str:
        return f"{self.writer}: {self.target}"
