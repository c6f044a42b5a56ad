from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from linkbacks import events
from startalking.core.events import announce


class PolicyManager(models.Manager["Policy"]):
    def current(self) -> "Policy":
        """The one row of rules, made on first use."""
        return self.get_or_create(pk=1)[0]


class Policy(models.Model):
    """How linkbacks are admitted, shown and sent. There is exactly one row."""

    class Admission(models.TextChoices):
        NOBODY = "nobody", _("Hold every linkback")
        KNOWN = "known", _("Publish verified linkbacks from known sites; hold the others")
        VERIFIED = "verified", _("Publish every verified linkback that looks harmless")

    admission = models.CharField(
        _("who is published without waiting"),
        max_length=10,
        choices=Admission,
        default=Admission.KNOWN,
        help_text=_(
            "Known is a site of which a linkback was approved before. Nothing is shown whose link is not there."
        ),
    )
    replies_in_thread = models.BooleanField(
        _("show replies among the comments"),
        default=False,
        help_text=_("Replies on other sites with enough text stand in the conversation, with their address."),
    )
    reply_words = models.PositiveSmallIntegerField(_("words that are enough for that"), default=15)
    sends = models.BooleanField(
        _("notify the pages that our texts link to"),
        default=True,
        help_text=_("Off: nothing is sent, whatever stands in the lists of the texts."),
    )

    objects = PolicyManager()

    class Meta:
        verbose_name = _("rules for linkbacks")
        verbose_name_plural = _("rules for linkbacks")
        constraints = [models.CheckConstraint(name="there_is_one_policy_for_linkbacks", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @transaction.atomic
    def save(self, **kwargs: Any) -> None:
        super().save(**kwargs)
        announce(events.configured, self, policy=self)
