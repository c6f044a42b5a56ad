from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import events
from comments.models.decision import Decision
from comments.models.hand import Hand, Means
from comments.models.judged import Judged
from comments.models.threaded import Threaded
from startalking.core.events import announce


class Moderated(Judged, Threaded):
    """What is shown or not: a state, moved by verbs alone, each move noted with whose hand it was."""

    is_pinned = models.BooleanField(_("pinned"), default=False, editable=False)
    shown_at = models.DateTimeField(_("first shown"), null=True, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def become(self, status: str, hand: Hand | None = None) -> None:
        """Bring the comment to a state, note who did it, and count again. Safe to repeat."""
        self.target.lock()
        self.refresh_from_db(fields=["status", "number", "shown_at", "is_pinned", "erased_at"])
        before, self.status = self.status, status
        if before == status or self.erased_at:
            self.status = before
            return
        self.decided_at, self.is_pinned = timezone.now(), False
        if self.is_shown:
            self._come_out()
        elif before == self.Status.APPROVED:
            self._count(-1)
        changed = ("status", "decided_at", "is_pinned", "number", "shown_at")
        self._all().filter(pk=self.pk).update(**{name: getattr(self, name) for name in changed})
        hand = hand or Hand(means=Means.RULE)
        Decision.objects.create(
            comment_id=self.pk, before=before, after=status, by=hand.user, means=hand.means, batch=hand.batch
        )
        was_shown = before == self.Status.APPROVED
        announce(events.moderated, self, comment=self, hand=hand, was_shown=was_shown)

    @transaction.atomic
    def pin(self) -> None:
        """Put the comment before all others of its page, in the place of another one. Only what is shown is pinned."""
        self.target.lock()
        self._all().on(self.target).filter(is_pinned=True).update(is_pinned=False)
        self.is_pinned = bool(self._all().approved().filter(pk=self.pk).update(is_pinned=True))
        announce(events.corrected, self, comment=self)

    @transaction.atomic
    def unpin(self) -> None:
        self._all().filter(pk=self.pk).update(is_pinned=False)
        self.is_pinned = False
        announce(events.corrected, self, comment=self)

    def _come_out(self) -> None:
        """What follows from being shown; still to be saved."""
        self._count(+1)
        self.take_number()
        if self.shown_at is None:
            self.shown_at = timezone.now()
            announce(events.shown, self, comment=self)

    def _count(self, more: int) -> None:
        target = self.target
        type(target)._default_manager.filter(pk=target.pk).update(comment_count=F("comment_count") + more)
