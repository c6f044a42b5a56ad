from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models import Site


def are_addresses(lines: str) -> None:
    for line in lines.split():
        try:
            validate_email(line)
        except ValidationError:
            message = _("“%(address)s” is no e-mail address. Write one address on each line.")
            raise ValidationError(message, params={"address": line}) from None


class PolicyManager(models.Manager["Policy"]):
    def current(self) -> "Policy":
        """The one row of rules, made on first use."""
        return self.get_or_create(pk=1)[0]


class Policy(models.Model):
    """How comments are judged, limited, announced to the moderators and cleared away. There is exactly one row."""

    class Admission(models.TextChoices):
        NOBODY = "nobody", _("Hold every comment")
        KNOWN_JUDGED = "judged", _("Hold people's first comment; judge those of known writers")
        KNOWN = "known", _("Publish known writers at once; hold the others")
        HARMLESS = "harmless", _("Publish whatever looks harmless")

    class Notice(models.TextChoices):
        EACH = "each", _("a letter for each comment")
        DIGEST = "digest", _("a digest")
        NONE = "none", _("no letters")

    admission = models.CharField(
        _("who is published without waiting"),
        max_length=10,
        choices=Admission,
        default=Admission.KNOWN_JUDGED,
        help_text=_("Known is whose comment was approved before under the same name and address. Spam is never shown."),
    )
    links_held = models.PositiveSmallIntegerField(
        _("hold from so many links on"), default=3, help_text=_("0: links alone hold nothing.")
    )
    learns = models.BooleanField(
        _("use the learning filter"),
        default=True,
        help_text=_("It learns from what moderators decide here, and only chooses between publishing and holding."),
    )
    per_sender = models.PositiveSmallIntegerField(
        _("comments from one connection in ten minutes"), default=10, help_text=_("0: no limit.")
    )
    per_minute = models.PositiveSmallIntegerField(
        _("comments on the whole site in a minute"), default=60, help_text=_("0: no limit.")
    )
    notice = models.CharField(_("moderators get"), max_length=10, choices=Notice, default=Notice.EACH)
    digest_hours = models.PositiveSmallIntegerField(
        _("a digest at most every so many hours"), default=24, validators=[MaxValueValidator(24 * 14)]
    )
    escalate_hours = models.PositiveSmallIntegerField(
        _("remind when a comment waits longer than so many hours"), default=48, help_text=_("0: never.")
    )
    escalate_to = models.TextField(
        _("addresses for the reminder"),
        blank=True,
        validators=[are_addresses],
        help_text=_("E-mail addresses, one per line. Empty: the moderators."),
    )
    trash_days = models.PositiveSmallIntegerField(
        _("empty the trash after so many days"), default=30, help_text=_("0: never.")
    )
    digest_sent_at = models.DateTimeField(null=True, editable=False)
    alarm_sent_at = models.DateTimeField(null=True, editable=False)

    objects = PolicyManager()

    class Meta:
        verbose_name = _("rules for comments")
        verbose_name_plural = _("rules for comments")
        constraints = [models.CheckConstraint(name="there_is_one_policy", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def escalation_addresses(self) -> list[str]:
        return self.escalate_to.split() or Site.objects.current().moderator_addresses

    def claim(self, letter: str, now: datetime, *, every: timedelta) -> bool:
        """Whether it is this process that sends the `letter` (`digest` or `alarm`) now; at most one in each span."""
        field = f"{letter}_sent_at"
        was: dict[str, Any] = {f"{field}__gt": now - every}
        return bool(Policy.objects.filter(pk=self.pk).exclude(**was).update(**{field: now}))

    def give_back(self, letter: str) -> None:
        """The claimed letter could not be sent: all is as it was when this row was read."""
        field = f"{letter}_sent_at"
        Policy.objects.filter(pk=self.pk).update(**{field: getattr(self, field)})
