from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.models.hand import Hand, Means
from comments.models.judged import Judged
from linkbacks import events
from linkbacks.models.retrying import Retrying
from startalking.core.events import announce


class Verified(Judged, Retrying):
    """What counts as long as its source bears it out. The source is looked at by `linkbacks.verification`, which calls
    the verbs below; each of them notes a sentence, may be repeated, and touches nothing that moderators decided.
    """

    class Proof(models.TextChoices):
        WAITING = "waiting", _("to be checked")
        PROVEN = "proven", _("the link is there")
        LOST = "lost", _("the link is not there")
        FAILED = "failed", _("could not be checked")
        IMPORTED = "imported", _("taken over unchecked")

    ASIDE = (Judged.Status.SPAM, Judged.Status.TRASH)
    BELIEVED = (Proof.PROVEN, Proof.IMPORTED)
    APART = timedelta(hours=1)
    """Between two looks at one source because strangers asked."""
    LOOKED_AT_EVERY = timedelta(days=30)

    proof = models.CharField(_("check"), max_length=10, choices=Proof, default=Proof.WAITING, editable=False)
    proven_at = models.DateTimeField(_("link seen"), null=True, editable=False)
    checked_at = models.DateTimeField(_("looked at"), null=True, editable=False)

    class Meta:
        abstract = True

    def recount(self) -> None:
        """Count what the page shows. Belongs under its lock."""
        raise NotImplementedError

    @property
    def is_believed(self) -> bool:
        return self.proof in self.BELIEVED

    @property
    def is_set_aside(self) -> bool:
        return self.status in self.ASIDE

    @property
    def is_decided(self) -> bool:
        """Whether a moderator has decided on it; rules leave it alone then."""
        return self.decided_at is not None

    @property
    def is_due(self) -> bool:
        return self.due_at is not None and self.due_at <= timezone.now()

    @transaction.atomic
    def prove(self, said: Mapping[str, Any], verdict: Mapping[str, Any], status: str) -> None:
        """The link is there. `said` are the page's own words; `status` is what the rules make of it."""
        self._look_closely()
        found = {"proof": self.Proof.PROVEN, "proven_at": timezone.now(), "verdict": dict(verdict), "tries": 0}
        due = timezone.now() + self.LOOKED_AT_EVERY
        self._keep(gettext("The page links here."), **said, **found, due_at=due)
        if self._may_become(status):
            self.become(status, Hand(means=Means.RULE))
        self.recount()
        announce(events.checked, self, incoming=self)

    @transaction.atomic
    def lose(self, sentence: str, *, for_good: bool) -> None:
        """The link is not there: nothing is shown any more. Where it once was and may come back, it is looked for a
        few times more.
        """
        self._look_closely()
        due = self.next_pause() if self.proven_at and not for_good else None
        self._keep(sentence, proof=self.Proof.LOST, due_at=due)
        self.recount()
        announce(events.checked, self, incoming=self)

    @transaction.atomic
    def stumble(self, sentence: str, *, is_final: bool) -> None:
        """Nobody can say whether the link is there. What is shown stays; it is tried again, with growing pauses."""
        self._look_closely()
        due = None if is_final else self.next_pause()
        if due is None and self.is_believed:
            self.tries, due = 0, timezone.now() + self.LOOKED_AT_EVERY
        proof = self.Proof.FAILED if due is None and self.proof == self.Proof.WAITING else self.proof
        self._keep(sentence, proof=proof, due_at=due)
        announce(events.checked, self, incoming=self)

    @transaction.atomic
    def condemn(self, sentence: str) -> None:
        """Spam by the moderators' lists, whatever its page says."""
        self._look_closely()
        self._keep(sentence)
        self.become(self.Status.SPAM, Hand(means=Means.RULE))

    def postpone(self, until: datetime) -> None:
        """Look later: others asked for the same source too soon."""
        self.due_at = until
        self.save(update_fields=["due_at"])

    def _may_become(self, status: str) -> bool:
        """Rules decide on what waits, and take down what they once let through."""
        if self.is_decided:
            return False
        condemned = self.is_shown and status == self.Status.SPAM
        return condemned or self.status == self.Status.HELD != status

    def _look_closely(self) -> None:
        """Nobody else changes the row from here on; what moderators and repeats did meanwhile counts."""
        self.target.lock()
        self.refresh_from_db(fields=["status", "decided_at", "proof", "proven_at", "tries", "story", "reason"])

    def _keep(self, sentence: str, **columns: Any) -> None:
        self.note(sentence)
        if self.is_set_aside:
            columns["due_at"] = None
        for name, value in columns.items():
            setattr(self, name, value)
        self.save(update_fields=[*columns, "tries", "reason", "story"])
