from collections.abc import Iterator
from pathlib import PurePosixPath
from secrets import token_hex
from typing import IO, Any, Final, Self, TypedDict

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog import events
from startalking.core import pictures, text
from startalking.core.events import announce

MAX_TRIES: Final = 3


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


class Clean(ContentFile[bytes]):
    """A file that came out of `core.pictures`: nothing else is ever stored."""


class ImageQuerySet(models.QuerySet["Image"]):
    def with_file(self) -> Self:
        return self.exclude(file="")

    def waiting(self) -> Self:
        """Without their renditions: nobody tried, or it failed and is worth another try."""
        return self.with_file().filter(rendered_at=None, tries__lt=MAX_TRIES)

    def delete(self) -> tuple[int, dict[str, int]]:
        """One by one: each knows whether it is in use, and takes its files along."""
        deleted = [image.delete()[0] for image in self]
        return sum(deleted), {self.model._meta.label: sum(deleted)}


class Image(models.Model):
    """A picture and what has to be said with it. May be a record only, when an import brought no file."""

    file = models.FileField(_("file"), upload_to="images/%Y/%m/", blank=True, max_length=200, db_index=True)
    width = models.PositiveIntegerField(_("width"), editable=False, null=True)
    height = models.PositiveIntegerField(_("height"), editable=False, null=True)
    renditions = models.JSONField(editable=False, default=list)
    """Smaller and lighter copies: `[{"name": storage name, "width": pixels, "type": MIME type}]`, narrow to wide."""
    rendered_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    problem = models.CharField(_("problem"), max_length=300, blank=True, editable=False)

    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("Only shown here in the admin.")
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
        _("source"), max_length=500, blank=True, help_text=_("Where the picture comes from.")
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

    def clean(self) -> None:
        try:
            self._take_in_upload()
        except pictures.PictureError as error:
            raise ValidationError({"file": str(error)}) from error

    @transaction.atomic
    def save(self, **kwargs: Any) -> None:
        """An upload is cleaned on its way in, whoever assigned it. Raises `PictureError`."""
        arrives = self._take_in_upload()
        fields = kwargs.get("update_fields")
        if arrives and fields is not None:
            taken_in = {"file", "width", "height", "renditions", "rendered_at", "tries", "problem"}
            kwargs["update_fields"] = {*fields, *taken_in}
        super().save(**kwargs)
        if arrives:
            announce(events.taken_in, self, image=self)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the record and its files. Raises `ProtectedError` while a text shows the picture."""
        if texts := self.texts():
            raise models.ProtectedError(gettext("A text shows this picture."), set(texts))
        names = [name for name in (self.file.name, *(entry["name"] for entry in self.renditions)) if name]
        deleted = super().delete(*args, **kwargs)
        storage = self.file.storage
        transaction.on_commit(lambda: [storage.delete(name) for name in names] and None)
        return deleted

    def take_in(self, file: IO[bytes], name: str) -> None:
        """Keep the picture in `file`, cleaned, under a name of ours that begins like `name`. Raises `PictureError`.

        Takes the place of an earlier file, which stays where it is: other sites may show it.
        """
        self.file = File(file, name=name)
        self.save()

    def render(self) -> None:
        """Make the lighter copies that are missing. Safe to repeat; why it failed stays in `problem`."""
        if not self.file:
            return
        try:
            with self.file.open("rb") as file:
                made = [self._kept(picture) for picture in pictures.renditions(file, self._present())]
        except (pictures.PictureError, OSError) as error:
            self.tries, self.problem = self.tries + 1, str(error)[:300]
            self.save(update_fields=["tries", "problem"])
            return
        if made or self.rendered_at is None:
            self._rendered([*self._existing(), *made])

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
    def stem(self) -> str:
        """What the names of the file and of all its renditions begin with."""
        return self.file.name.rpartition(".")[0] if self.file.name else ""

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

    def texts(self) -> list[models.Model]:
        """The texts in whose body the picture stands."""
        from blog.models.rendered import Rendered

        return [shown for texts in Rendered.showing(self.stem) for shown in texts] if self.stem else []

    @property
    def is_in_use(self) -> bool:
        return any(holder.exists() for holder in self._holders()) or bool(self.texts())

    def _holders(self) -> Iterator[models.QuerySet[Any]]:
        for relation in self._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.ManyToOneRel) and relation.related_model is not None:
                yield relation.related_model._base_manager.filter(**{relation.field.name: self})

    def _take_in_upload(self) -> bool:
        """Replace a fresh upload by what `core.pictures` makes of it; whether there is one to be stored."""
        if not self.file or self.file._committed:
            return False
        upload = self.file.file
        if isinstance(upload, Clean):
            return True
        picture = pictures.clean(upload)
        stem = text.slug(PurePosixPath(self.file.name or "").stem, length=40) or "picture"
        self.file = Clean(picture.content, name=f"{stem}-{token_hex(4)}.{picture.extension}")
        self.width, self.height = picture.width, picture.height
        self.renditions, self.rendered_at, self.tries, self.problem = [], None, 0, ""
        return True

    def _present(self) -> set[tuple[int, str]]:
        return {(entry["width"], entry["type"]) for entry in self._existing()}

    def _existing(self) -> list[dict[str, Any]]:
        return [entry for entry in self.renditions if self.file.storage.exists(entry["name"])]

    def _kept(self, picture: pictures.Picture) -> dict[str, Any]:
        name = f"{self.stem}-{picture.width}.{picture.extension}"
        self.file.storage.delete(name)
        kept = self.file.storage.save(name, ContentFile(picture.content))
        return {"name": kept, "width": picture.width, "type": picture.type}

    @transaction.atomic
    def _rendered(self, renditions: list[dict[str, Any]]) -> None:
        self.renditions = sorted(renditions, key=lambda entry: (entry["width"], entry["type"]))
        self.rendered_at, self.problem = timezone.now(), ""
        self.save(update_fields=["renditions", "rendered_at", "problem"])
        announce(events.image_changed, self, image=self)
