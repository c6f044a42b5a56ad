from typing import Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RuleQuerySet(models.QuerySet["Rule"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    @transaction.atomic
    def block(self, kind: str, text: str, note: str = "") -> "tuple[Rule, bool]":
        """Treat as spam what comes from `text` from now on; the entry, and whether that is news.

        An entry for the same text that says something else stays as it is: it was written for a reason.
        """
        there = self.filter(kind=kind, form=Rule.Form.PLAIN, text__iexact=text).first()
        if there is not None:
            return there, False
        says = {"effect": Rule.Effect.SPAM, "note": note}
        return self.get_or_create(kind=kind, form=Rule.Form.PLAIN, text=text.lower(), defaults=says)


class Rule(models.Model):
    """An entry of the lists: what comments with this word, address, e-mail or host become."""

    class Kind(models.TextChoices):
        WORD = "word", _("word or phrase")
        ADDRESS = "address", _("web address")
        EMAIL = "email", _("e-mail address")
        HOST = "host", _("host")

    class Form(models.TextChoices):
        PLAIN = "plain", _("exactly as it stands")
        PATTERN = "pattern", _("pattern with * and ?")

    class Effect(models.TextChoices):
        HOLD = "hold", _("hold for moderation")
        SPAM = "spam", _("treat as spam")
        PUBLISH = "publish", _("trust")

    kind = models.CharField(_("looks at"), max_length=10, choices=Kind)
    form = models.CharField(_("is read as"), max_length=10, choices=Form, default=Form.PLAIN)
    text = models.CharField(
        _("text"),
        max_length=200,
        help_text=_("In any letter case. In a pattern * stands for any number of characters and ? for one."),
    )
    effect = models.CharField(_("effect"), max_length=10, choices=Effect, default=Effect.HOLD)
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("For the moderators: why?"))
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("list entry")
        verbose_name_plural = _("lists")
        ordering = ["kind", "text"]
        constraints = [models.UniqueConstraint(name="rule_stands_once", fields=["kind", "form", "text"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"
