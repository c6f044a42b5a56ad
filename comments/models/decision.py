from collections.abc import Iterable
from datetime import timedelta
from typing import Final, Self
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.hand import Hand, Means

UNDO_WITHIN: Final = timedelta(days=1)
"""So long a moderator may take back what was decided at the desk."""


class DecisionQuerySet(models.QuerySet["Decision"]):
    def of_batch(self, batch: UUID) -> Self:
        return self.filter(batch=batch)

    def retractable(self) -> Self:
        return self.filter(at__gt=timezone.now() - UNDO_WITHIN)

    def by_moderators(self) -> Self:
        """What people decided who know the site; a withdrawal says nothing about spam."""
        return self.filter(means__in=[Means.DESK, Means.LETTER])

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    @transaction.atomic
    def take_back(self, batch: UUID, hand: Hand) -> int:
        """Give the comments of a batch their former states; those that were moved again meanwhile stay as they are.

        Returns how many went back.
        """
        decisions: Iterable[Decision] = self.of_batch(batch).select_related("comment").order_by("-pk")
        return sum(decision.take_back(hand) for decision in decisions)


class Decision(models.Model):
    """A comment came to another state: from which to which, by whom, how. Never changed: the log of moderation."""

    comment = models.ForeignKey("comments.Comment", on_delete=models.CASCADE, related_name="decisions")
    before = models.CharField(_("before"), max_length=10)
    after = models.CharField(_("after"), max_length=10)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    means = models.CharField(max_length=10, choices=[(means.value, means.value) for means in Means])
    batch = models.UUIDField()
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [
            models.Index(name="decision_of_batch", fields=["batch"]),
            models.Index(name="decision_newest", fields=["-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    @transaction.atomic
    def take_back(self, hand: Hand) -> bool:
        """Give the comment its former state; whether it still stood as this decision left it."""
        comment = self.comment
        comment.target.lock()
        comment.refresh_from_db(fields=["status", "erased_at"])
        if comment.status != self.after or comment.erased_at:
            return False
        comment.become(self.before, hand)
        return True
