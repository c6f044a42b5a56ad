from pathlib import PurePosixPath
from secrets import token_hex
from typing import IO, Any, Final, Self, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog import events
from startalking.core import pictures, text
from startalking.core.events import announce

MAX_TRIES: Final = 3
TAKEN_IN: Final = ("file", "width", "height", "renditions", "rendered_at", "tries", "problem")
"""What changes when a file comes in."""

D = TypeVar("D", bound="Developed", covariant=True)


class Clean(ContentFile[bytes]):
    """A file that came out of `core.pictures`: nothing else is ever stored."""


class DevelopedQuerySet(models.QuerySet[D]):
    def with_file(self) -> Self:
        return self.exclude(file="")

    def waiting(self) -> Self:
        """Without their renditions: nobody tried, or it failed and is worth another try."""
        return self.with_file().filter(rendered_at=None, tries__lt=MAX_TRIES)


class Developed(models.Model):
    """A picture's file, clean since it came in, and its renditions: lighter copies, made in the background."""

    file = models.FileField(_("file"), upload_to="images/%Y/%m/", blank=True, max_length=200, db_index=True)
    width = models.PositiveIntegerField(_("width"), editable=False, null=True)
    height = models.PositiveIntegerField(_("height"), editable=False, null=True)
    renditions = models.JSONField(editable=False, default=list)
    """Narrow to wide: `[{"name": storage name, "width": pixels, "type": MIME type}]`."""
    rendered_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    problem = models.CharField(_("problem"), max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, **kwargs: Any) -> None:
        """An upload is cleaned on its way in, whoever assigned it. Raises `PictureError`."""
        arrives = self._clean_upload()
        fields = kwargs.get("update_fields")
        if arrives and fields is not None:
            kwargs["update_fields"] = {*fields, *TAKEN_IN}
        super().save(**kwargs)
        if arrives:
            announce(events.taken_in, self, image=self)

    def clean(self) -> None:
        try:
            self._clean_upload()
        except pictures.PictureError as error:
            raise ValidationError({"file": str(error)}) from error

    def take_in(self, file: IO[bytes], name: str) -> None:
        """Keep the picture in `file`, cleaned, under a name of ours that begins like `name`. Raises `PictureError`.

        Takes the place of an earlier file, which stays where it is: texts and other sites may show it.
        """
        self.file = File(file, name=name)
        self.save()

    def render(self) -> None:
        """Make the lighter copies that are missing. Safe to repeat; why it failed stays in `problem`."""
        if not self.file:
            return
        present = self._present()
        try:
            with self.file.open("rb") as file:
                wanted = pictures.renditions(file, {(copy["width"], copy["type"]) for copy in present})
                made = [self._kept(picture) for picture in wanted]
        except (pictures.PictureError, OSError) as error:
            self._failed(str(error))
        else:
            if made or self.rendered_at is None:
                self._rendered([*present, *made])

    @property
    def stem(self) -> str:
        """What the names of the file and of all its renditions begin with."""
        return self.file.name.rpartition(".")[0] if self.file.name else ""

    @property
    def file_names(self) -> list[str]:
        """The storage names of the file and of its renditions."""
        return [self.file.name, *(copy["name"] for copy in self.renditions)] if self.file.name else []

    def _clean_upload(self) -> bool:
        """Replace a fresh upload by what `core.pictures` makes of it; whether there is one to be stored."""
        if not self.file or getattr(self.file, "_committed", True):
            return False
        upload = self.file.file
        if not isinstance(upload, Clean):
            picture = pictures.clean(upload)
            stem = text.slug(PurePosixPath(self.file.name or "").stem, length=40) or "picture"
            self.file = Clean(picture.content, name=f"{stem}-{token_hex(4)}.{picture.extension}")
            self.width, self.height = picture.width, picture.height
            self.renditions, self.rendered_at, self.tries, self.problem = [], None, 0, ""
        return True

    def _present(self) -> list[dict[str, Any]]:
        return [copy for copy in self.renditions if self.file.storage.exists(copy["name"])]

    def _kept(self, picture: pictures.Picture) -> dict[str, Any]:
        name = f"{self.stem}-{picture.width}.{picture.extension}"
        self.file.storage.delete(name)
        kept = self.file.storage.save(name, ContentFile(picture.content))
        return {"name": kept, "width": picture.width, "type": picture.type}

    def _failed(self, problem: str) -> None:
        self.tries, self.problem = self.tries + 1, problem[:300]
        self.save(update_fields=["tries", "problem"])

    @transaction.atomic
    def _rendered(self, renditions: list[dict[str, Any]]) -> None:
        self.renditions = sorted(renditions, key=lambda copy: (copy["width"], copy["type"]))
        self.rendered_at, self.problem = timezone.now(), ""
        self.save(update_fields=["renditions", "rendered_at", "problem"])
        announce(events.image_changed, self, image=self)
