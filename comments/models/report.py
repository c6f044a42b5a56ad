from typing import Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import events
from startalking.core.events import announce


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        return self.filter(settled_at=None)

    def untold(self) -> Self:
        """Open, and no moderator has got a letter about it yet."""
        return self.open().filter(told_at=None)

    def settle(self) -> int:
        """A moderator has looked. Safe to repeat."""
        return self.open().update(settled_at=timezone.now())


class Report(models.Model):
    """A reader says that something is wrong with a comment. Of the reader nothing is kept."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("It is advertising or spam.")
        INSULT = "insult", _("It insults or threatens somebody.")
        UNLAWFUL = "unlawful", _("It breaks the law.")
        PRIVATE = "private", _("It tells something private about somebody.")
        OTHER = "other", _("Something else is wrong.")

    MOST_OPEN = 20
    """Reports on one comment that are kept; more would tell a moderator nothing new."""

    comment = models.ForeignKey("comments.Comment", on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    words = models.TextField(_("What should we know?"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("reported"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True)
    told_at = models.DateTimeField(null=True, editable=False)
    """When the moderators' letter went out."""

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(name="report_open", fields=["settled_at", "-created_at"])]

    def __str__(self) -> str:
        return str(self.get_reason_display())

    @transaction.atomic
    def submit(self) -> None:
        """Lay the report before the moderators, unless the comment has plenty of them already."""
        if Report.objects.open().filter(comment=self.comment_id).count() < self.MOST_OPEN:
            self.save(force_insert=True)
            announce(events.reported, self, report=self)
