from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.hand import Hand
from comments.models.targeted import Targeted


class Judged(Targeted):
    """What others sent and moderators decide on. How it comes to another state, each kind knows itself (`become`)."""

    class Status(models.TextChoices):
        HELD = "held", _("held")
        APPROVED = "approved", _("approved")
        SPAM = "spam", _("spam")
        TRASH = "trash", _("trash")

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.HELD, editable=False)
    verdict = models.JSONField(_("verdict"), default=dict, editable=False)
    """What the judges found when it came in, as `comments.spam.Verdict` writes it; empty where nobody judged."""
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    told_at = models.DateTimeField(_("moderators told"), null=True, editable=False)
    import_ref = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True

    def become(self, status: str, hand: Hand | None = None) -> None:
        """Bring it to a state. Safe to repeat."""
        raise NotImplementedError

    @property
    def is_shown(self) -> bool:
        return self.status == self.Status.APPROVED

    def approve(self, hand: Hand | None = None) -> None:
        """Show it. Safe to repeat."""
        self.become(self.Status.APPROVED, hand)

    def hold(self, hand: Hand | None = None) -> None:
        """Put it back into the queue. Safe to repeat."""
        self.become(self.Status.HELD, hand)

    def mark_as_spam(self, hand: Hand | None = None) -> None:
        self.become(self.Status.SPAM, hand)

    def trash(self, hand: Hand | None = None) -> None:
        """Take it away. Nothing is deleted; of a comment on which answers hang a placeholder stays."""
        self.become(self.Status.TRASH, hand)
