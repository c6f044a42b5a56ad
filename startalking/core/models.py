"""What the search keeps. All of it is made from what the apps hold: `manage.py index` fills it anew."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DocumentQuerySet(models.QuerySet["Document"]):
    def of(self, kind: str, key: int) -> Self:
        return self.filter(kind=kind, key=key)


class Document(models.Model):
    """A public text as the search knows it. Title and address are asked of the text itself: they may have changed."""

    kind = models.CharField(max_length=60)
    """The model's label, such as blog.post."""
    key = models.BigIntegerField()
    language = models.CharField(max_length=5)
    text = models.TextField(blank=True)
    """Without markup; what excerpts are cut from."""

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document in the search")
        verbose_name_plural = _("documents in the search")
        constraints = [models.UniqueConstraint(name="text_is_found_once", fields=["kind", "key"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Term(models.Model):
    """One of the stems that tell most about a document: by these, akin texts are found."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="terms")
    stem = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [models.UniqueConstraint(name="term_stands_once_in_a_document", fields=["stem", "document"])]

    def __str__(self) -> str:
        return self.stem


class Word(models.Model):
    """A word that German texts of this site use by itself: by these, compounds are taken apart."""

    text = models.CharField(max_length=64, primary_key=True)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")

    def __str__(self) -> str:
        return self.text


class StaleQuerySet(models.QuerySet["Stale"]):
    def note(self, kind: str, key: int) -> None:
        """A text has changed, or has changed once more."""
        row = Stale(kind=kind, key=key, since=timezone.now())
        self.bulk_create([row], update_conflicts=True, unique_fields=["kind", "key"], update_fields=["since"])

    def left_behind(self, now: datetime) -> list[tuple[str, int]]:
        """Kinds and keys of those whose task did not come, or failed; each is told again only after a while."""
        late = list(self.filter(since__lt=now - Stale.PATIENCE).order_by("since")[: Stale.AT_ONCE])
        self.filter(pk__in=[row.pk for row in late]).update(since=now)
        return [(row.kind, row.key) for row in late]


class Stale(models.Model):
    """A text that has changed since the search read it. The row goes when the search has read it again."""

    PATIENCE = timedelta(minutes=2)
    AT_ONCE = 100
    """The minute's share."""

    kind = models.CharField(max_length=60)
    key = models.BigIntegerField()
    since = models.DateTimeField()

    objects = StaleQuerySet.as_manager()

    class Meta:
        verbose_name = _("text that waits for the search")
        verbose_name_plural = _("texts that wait for the search")
        constraints = [models.UniqueConstraint(name="text_waits_once", fields=["kind", "key"])]
        indexes = [models.Index(name="text_waits_longest", fields=["since"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    def settle(self) -> None:
        """The search has read the text as it was when this row was looked up; what changed since then waits on."""
        Stale.objects.filter(pk=self.pk, since=self.since).delete()
