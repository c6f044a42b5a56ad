from django.db import models
from django.utils.translation import gettext_lazy as _


class ImageQuerySet(models.QuerySet["Image"]):
    def with_file(self) -> "ImageQuerySet":
        return self.exclude(file="")


class Image(models.Model):
    """A picture and what has to be said with it. May be a record only, when an import brought no file."""

    file = models.ImageField(
        _("file"),
        upload_to="images/%Y/%m/",
        width_field="width",
        height_field="height",
        blank=True,
        max_length=200,
    )
    width = models.PositiveIntegerField(_("width"), editable=False, null=True)
    height = models.PositiveIntegerField(_("height"), editable=False, null=True)
    renditions = models.JSONField(editable=False, default=list)
    """Smaller and lighter copies: `[{"name": storage name, "width": pixels, "type": MIME type}]`, narrow to wide."""

    title = models.CharField(
        _("title"),
        max_length=200,
        blank=True,
        help_text=_("Only shown here in the admin."),
    )
    alt = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for people who do not see it. Empty if it only decorates."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Agency and photographer.")
    )
    source = models.URLField(
        _("source"),
        max_length=500,
        blank=True,
        help_text=_("Where the picture comes from."),
    )
    licence = models.CharField(
        _("licence"), max_length=120, blank=True, help_text=_("For example CC BY 4.0.")
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    import_ref = models.CharField(max_length=200, blank=True, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="image_imported_once",
                fields=["import_ref"],
                condition=~models.Q(import_ref=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.caption or self.alt or self.file.name or str(_("Picture without a file"))
