"""What the search keeps. All of it is made from what the apps hold: `manage.py index` fills it anew."""

from typing import Self

from django.db import models
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
