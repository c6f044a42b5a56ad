"""What the search keeps, and work that waits. All that the search keeps is made from what the apps hold:
`manage.py index` fills it anew.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Self

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


class WaitingQuerySet(models.QuerySet["Waiting"]):
    def of(self, task: str, arguments: Sequence[object]) -> Self:
        return self.filter(task=task, arguments=json.dumps(arguments))

    def note(self, task: str, arguments: Sequence[object]) -> None:
        """There is something to be done, or to be done once more."""
        now = timezone.now()
        row = Waiting(task=task, arguments=json.dumps(arguments), since=now, due_at=now + Waiting.PATIENCE)
        renewed = ["since", "due_at", "tries"]
        self.bulk_create([row], update_conflicts=True, unique_fields=["task", "arguments"], update_fields=renewed)

    def take_up(self, now: datetime) -> list["Waiting"]:
        """Those that nobody came for, or whose work failed; each by one of several ticks, and not again for a while."""
        due = self.filter(due_at__lte=now).order_by("due_at")[: Waiting.AT_ONCE]
        return [row for row in due if row.change(due_at=now + Waiting.PATIENCE)]


class Waiting(models.Model):
    """Work in the background that no other row tells of. The row goes when the work is done."""

    PATIENCE = timedelta(minutes=2)
    DOUBLED = 8
    """So often the pause is doubled: to eight and a half hours."""
    AT_ONCE = 100
    """The minute's share."""

    task = models.CharField(max_length=100)
    """Where it lies, such as blog.tasks.index_entry."""
    arguments = models.CharField(max_length=200)
    """A list in JSON."""
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiting work")
        verbose_name_plural = _("waiting work")
        constraints = [models.UniqueConstraint(name="work_waits_once", fields=["task", "arguments"])]
        indexes = [models.Index(name="work_due_first", fields=["due_at"])]

    def __str__(self) -> str:
        return f"{self.task} {self.arguments}"

    def begin(self) -> None:
        """Somebody is at work. Should it fail, or be cut off, the row is due again: each time later."""
        pause = self.PATIENCE * 2 ** min(self.tries, self.DOUBLED)
        self.change(due_at=timezone.now() + pause, tries=self.tries + 1)

    def change(self, **facts: Any) -> bool:
        """Whether the row was still as it was looked up; another one stays as it is."""
        mine = Waiting.objects.filter(pk=self.pk, since=self.since, due_at=self.due_at)
        return bool(mine.update(**facts))

    def settle(self) -> bool:
        """The work is done. Whether nobody noted it once more, or did it too, since this row was looked up."""
        settled, _rows = Waiting.objects.filter(pk=self.pk, since=self.since).delete()
        return bool(settled)

    def renew(self) -> bool:
        """Nobody who is at work may settle it now: he may have read what is old. Whether the row is still there."""
        now = timezone.now()
        return bool(Waiting.objects.filter(pk=self.pk).update(since=now, due_at=now + self.PATIENCE))
