from typing import Self

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WriterQuerySet(models.QuerySet["Writer"]):
    def with_address(self, email: str) -> "Writer":
        """The one who writes under this address; made when it is new."""
        return self.get_or_create(email=email.lower())[0]

    def idle(self) -> Self:
        """Those nothing hangs on: they never confirmed, and follow nothing."""
        return self.filter(confirmed_at=None, follows=None)


class Writer(models.Model):
    """A reader who wished for letters: for a key to the own comments, or for news of a conversation."""

    email = models.EmailField(_("e-mail"), unique=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    key_sent_at = models.DateTimeField(null=True, editable=False)

    objects = WriterQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader with letters")
        verbose_name_plural = _("readers with letters")
        constraints = [
            models.CheckConstraint(
                name="writers_address_is_in_small_letters",
                condition=models.Q(email=Lower("email")),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def confirm(self) -> None:
        """The address is the writer's own. Safe to repeat."""
        if self.confirmed_at is None:
            self.confirmed_at = timezone.now()
            self.save(update_fields=["confirmed_at"])
