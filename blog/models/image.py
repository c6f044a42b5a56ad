from collections.abc import Iterator
from functools import partial
from typing import Any, TypedDict

from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog import events
from blog.models.developed import Developed, DevelopedQuerySet
from startalking.core.events import announce


class Source(TypedDict):
    type: str
    srcset: str


class Shown(TypedDict):
    """What a page has to know of a picture. Plain data: widgets keep it as JSON."""

    src: str
    width: int | None
    height: int | None
    alt: str
    caption: str
    credit_line: str
    source: str
    sources: list[Source]


class ImageQuerySet(DevelopedQuerySet["Image"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        """One by one: each knows whether a text shows it, and takes its files along."""
        deleted = sum(image.delete()[0] for image in self)
        return deleted, {self.model._meta.label: deleted}


class Image(Developed):
    """A picture and what has to be said with it. May be a record only, when an import brought no file."""

    title = models.CharField(_("title"), max_length=200, blank=True, help_text=_("Only shown here in the admin."))
    alt = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for people who do not see it. Empty if it only decorates."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Agency and photographer."))
    source = models.URLField(_("source"), max_length=500, blank=True, help_text=_("Where the picture comes from."))
    licence = models.CharField(_("licence"), max_length=120, blank=True, help_text=_("For example CC BY 4.0."))
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

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the record and its files. Raises `ProtectedError` while a page or a text shows the picture."""
        if texts := self.texts():
            raise models.ProtectedError(gettext("A text shows this picture."), set(texts))
        names = self.file_names
        deleted = super().delete(*args, **kwargs)
        for name in names:
            transaction.on_commit(partial(self.file.storage.delete, name))
        return deleted

    def record_edit(self) -> None:
        """An editor saved its words: let the house renew what shows them."""
        announce(events.image_changed, self, image=self)

    @property
    def credit_line(self) -> str:
        """Who has to be named, in the language of the page: “Photo: agency/photographer (CC BY 4.0)”."""
        credit = self.credit.strip()
        if credit and not credit.startswith("©") and ":" not in credit.split(" ", 1)[0]:
            credit = gettext("Photo: %(credit)s") % {"credit": credit}
        if credit and self.licence:
            return f"{credit} ({self.licence})"
        return credit or self.licence

    @property
    def surrogate_key(self) -> str:
        return f"image-{self.pk}"

    def sources(self) -> list[Source]:
        """The renditions as `source` elements want them, the lightest type first."""
        by_type: dict[str, list[str]] = {}
        for rendition in self.renditions:
            address = self.file.storage.url(rendition["name"])
            by_type.setdefault(rendition["type"], []).append(f"{address} {rendition['width']}w")
        return [{"type": kind, "srcset": ", ".join(found)} for kind, found in sorted(by_type.items())]

    def shown(self) -> Shown:
        """All a page needs, in the language that is active."""
        return {
            "src": self.file.url if self.file else "",
            "width": self.width,
            "height": self.height,
            "alt": self.alt,
            "caption": self.caption,
            "credit_line": self.credit_line,
            "source": self.source,
            "sources": self.sources(),
        }

    @property
    def is_in_use(self) -> bool:
        """Whether anything shows it, so that it cannot be deleted."""
        return any(holders.exists() for holders in self._holders()) or bool(self.texts())

    def texts(self) -> list[models.Model]:
        """The texts in whose body the picture stands."""
        from blog.models.rendered import Rendered

        return [shown for texts in Rendered.showing(self.stem) for shown in texts] if self.stem else []

    def _holders(self) -> Iterator[models.QuerySet[Any]]:
        for relation in self._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.ManyToOneRel) and relation.related_model is not None:
                yield relation.related_model._base_manager.filter(**{relation.field.name: self})
