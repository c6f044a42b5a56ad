from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class KnowledgeManager(models.Manager["Knowledge"]):
    def current(self) -> "Knowledge":
        return self.get_or_create(pk=1)[0]


class Knowledge(models.Model):
    """What the text filter has learned on this site. There is exactly one row; no text can be read out of it."""

    learned = models.BinaryField(default=bytes)
    """A `TextFilter` as bytes; empty before there was anything to learn from."""
    samples = models.PositiveIntegerField(_("comments it learned from"), default=0)
    trained_at = models.DateTimeField(_("learned"), null=True)

    objects = KnowledgeManager()

    class Meta:
        verbose_name = _("knowledge of the filter")
        verbose_name_plural = _("knowledge of the filter")
        constraints = [models.CheckConstraint(name="there_is_one_knowledge", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.samples}, {self.trained_at or '–'}"

    def keep(self, learned: bytes, samples: int) -> None:
        self.learned, self.samples, self.trained_at = learned, samples, timezone.now()
        self.save()
