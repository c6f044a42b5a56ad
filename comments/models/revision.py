from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Revision(models.Model):
    """How a comment read before it was edited."""

    comment = models.ForeignKey("comments.Comment", on_delete=models.CASCADE, related_name="revisions")
    body = models.TextField(_("text"))
    name = models.CharField(_("name"), max_length=100)
    website = models.URLField(_("website"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("edited by"),
        help_text=_("Empty: its writer."),
    )
    at = models.DateTimeField(_("edited"), default=timezone.now)

    class Meta:
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.comment_id}, {self.at:%Y-%m-%d %H:%M}"
