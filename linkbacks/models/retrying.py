from datetime import datetime, timedelta
from typing import Self, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.targeted import Targeted, TargetedQuerySet

R = TypeVar("R", bound="Retrying", covariant=True)


class RetryingQuerySet(TargetedQuerySet[R]):
    def due(self) -> Self:
        """Those whose hour has come, the longest waiting first."""
        return self.filter(due_at__lte=timezone.now()).order_by("due_at")


class Retrying(Targeted):
    """Work that asks another server, again and again with growing pauses, until it is settled."""

    PAUSES = (timedelta(minutes=15), timedelta(hours=2), timedelta(hours=12), timedelta(days=2), timedelta(days=7))
    LEASE = timedelta(minutes=10)
    """As long as one process may work on a row before another one takes it for lost."""

    tries = models.PositiveSmallIntegerField(_("tries"), default=0, editable=False)
    """Without success, since the last one."""
    due_at = models.DateTimeField(_("next try"), null=True, editable=False)
    """When it is to be worked on; empty when nothing is to be done."""
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    """Why it is as it is, in a sentence for editors."""
    story = models.JSONField(_("story"), default=list, editable=False)
    """What happened to it, the oldest first: [moment, sentence]."""

    LONGEST_STORY = 40

    class Meta:
        abstract = True

    def claim(self) -> bool:
        """Whether it is this process that works on the row now. Nobody else does for `LEASE`."""
        now = timezone.now()
        mine = type(self)._default_manager.filter(pk=self.pk, due_at=self.due_at, due_at__lte=now)
        if not mine.update(due_at=now + self.LEASE):
            return False
        self.due_at = now + self.LEASE
        return True

    def note(self, sentence: str) -> None:
        """What happened, for the story; still to be saved."""
        self.reason = sentence[:300]
        self.story = [*self.story, [timezone.now().isoformat(timespec="seconds"), self.reason]][-self.LONGEST_STORY :]

    def next_pause(self) -> datetime | None:
        """When to try again after one more failure; None after the last one. Still to be saved."""
        self.tries += 1
        if self.tries > len(self.PAUSES):
            return None
        return timezone.now() + self.PAUSES[self.tries - 1]
