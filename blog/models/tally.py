from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone

from blog.models.subject import ALL_POSTS, KINDS, ONE_SUBJECT, Key, Subject, SubjectQuerySet

ALL: Final = Key()


class TallyQuerySet(SubjectQuerySet["Tally"]):
    def months(self, key: Key) -> list[tuple[date, int]]:
        """The months of a list with their posts, newest first, those that are still to come out included."""
        return list(self.of(key).order_by("-month").values_list("month", "posts"))

    def totals(self, kind: str) -> dict[int, int]:
        """How many posts each list of a kind has, those that are still to come out included."""
        lists = self.filter(**{f"{kind}__isnull": False}).order_by().values_list(kind)
        return dict(lists.annotate(total=Sum("posts")))

    def keep(self, key: Key, month: date, posts: int) -> None:
        """So many they are. The caller holds the lock of the lists. Safe to repeat."""
        row = self.of(key).filter(month=month)
        if not posts:
            row.delete()
        elif not row.update(posts=posts):
            self.create(month=month, posts=posts, **key.columns)

    def keep_many(self, counted: Iterable[tuple[Key, date, int]]) -> None:
        """The same for months of which nothing is kept yet."""
        rows = (Tally(month=month, posts=posts, **key.columns) for key, month, posts in counted)
        self.bulk_create(rows, batch_size=500)


class Tally(Subject):
    """So many posts of a list came out in a month of the site's time zone, or will come out in it."""

    month = models.DateField()
    """Its first day."""
    posts = models.PositiveIntegerField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="tally_is_of_one_list", condition=ALL_POSTS | ONE_SUBJECT),
            models.UniqueConstraint(name="month_is_counted_once", fields=["month"], condition=ALL_POSTS),
            *(
                models.UniqueConstraint(
                    name=f"month_of_{kind}_is_counted_once",
                    fields=[kind, "month"],
                    condition=Q(**{f"{kind}__isnull": False}),
                )
                for kind in KINDS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.posts}"


def month_of(moment: datetime) -> date:
    return timezone.localdate(moment).replace(day=1)
