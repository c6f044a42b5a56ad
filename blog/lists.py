"""Lists of posts as readers see them, read a page at a time: the last page costs what the first one costs.

A list knows how many posts each of its months has. So a page far back is found by adding up months, and within one
month by an index; nobody counts or passes over what came before.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from blog import readers
from blog.models import Filing, Key, Post, Tally
from blog.models.post import PostQuerySet
from blog.models.tally import ALL, month_of
from blog.periods import Span

Months = list[tuple[date, int]]
T = TypeVar("T")


class PostList(Sequence[Post]):
    """The public posts of a category with all below it, of a tag, of an author, or all; newest first.

    `span`: only those of a year or of a month. `posts`: how they are read, if not for a page's list.
    """

    surrogate_key = "posts"
    """What is renewed whenever a post comes, changes or goes."""

    def __init__(self, key: Key = ALL, *, span: Span | None = None, posts: PostQuerySet | None = None) -> None:
        self._key, self._span = key, span
        self._posts = Post.objects.for_list() if posts is None else posts
        self._now = timezone.now()

    def __len__(self) -> int:
        return sum(number for _month, number in self._months) - self._ahead

    def __getitem__(self, part: Any) -> Any:
        start, stop = part.start or 0, min(part.stop, len(self))
        return self._read(start, stop) if start < stop else []

    def months(self) -> Months:
        """The months and the posts that are public in each, newest first."""
        this, months = month_of(self._now), self._months
        if self._ahead:
            later = self._places().filter(**{f"{self._at}__gt": self._now, f"{self._at}__lt": Span.of_month(this).end})
            hidden = later.count()
            months = [(month, number - hidden * (month == this)) for month, number in months if month <= this]
        return [(month, number) for month, number in months if number > 0]

    def in_bulk(self, keys: Collection[int]) -> dict[int, Post]:
        """Those of these posts that are public now, by their keys, read as the list reads them."""
        return self._posts.published().in_bulk(keys)

    def kept(self, what: str, read: Callable[[], T]) -> T:
        """Facts that only change where posts are written: readers are spared the question."""
        return readers.kept(f"{what} {type(self).__name__} {self._key} {self._span}", ("site", "posts"), read)

    def _read(self, start: int, stop: int) -> list[Post]:
        before, skipped = self._month_of_place(start + self._ahead)
        places = self._places().filter(**{f"{self._at}__lt": before})[skipped : skipped + stop - start]
        found = self._posts.published().filter(pk__in=places)
        return sorted(found, key=lambda post: (post.out_at, post.pk), reverse=True)

    def _month_of_place(self, place: int) -> tuple[datetime, int]:
        """The end of the month in which the post of that place stands, and how many stand before it there."""
        for month, number in self._months:
            if place < number:
                return Span.of_month(month).end, place
            place -= number
        return Span.of_month(self._months[-1][0]).start, 0

    def _places(self) -> QuerySet[Any]:
        """The keys of all posts of the list in its order, those whose hour has not come included."""
        if self._key == ALL:
            return Post.objects.newest_first().values("pk")
        return Filing.objects.of(self._key).order_by("-at", "-post_id").values("post_id")

    @property
    def _at(self) -> str:
        return "out_at" if self._key == ALL else "at"

    @cached_property
    def _months(self) -> Months:
        rows = self._tallied()
        if self._span is None:
            return rows
        first, end = timezone.localdate(self._span.start), timezone.localdate(self._span.end)
        return [(month, number) for month, number in rows if first <= month < end]

    @cached_property
    def _ahead(self) -> int:
        """Posts of the list whose hour has not come. They stand before all others."""
        if not self._months or Span.of_month(self._months[0][0]).end <= self._now:
            return 0
        end = self._span.end if self._span else None
        return sum(at > self._now and (end is None or at < end) for at in self.kept("later", self._later))

    def _tallied(self) -> Months:
        return self.kept("months", lambda: Tally.objects.months(self._key))

    def _later(self) -> list[datetime]:
        return [*self._places().filter(**{f"{self._at}__gt": self._now}).values_list(self._at, flat=True)]


class FrontPage(PostList):
    """All public posts, those first that editors pinned to the top."""

    def __len__(self) -> int:
        return super().__len__() + len(self._pinned)

    def _read(self, start: int, stop: int) -> list[Post]:
        above = len(self._pinned)
        first = [pk for pk, _at in self._pinned[start:stop]]
        found = self._posts.in_bulk(first) if first else {}
        rest = super()._read(max(0, start - above), stop - above) if stop > above else []
        return [*(found[pk] for pk in first), *rest]

    def _places(self) -> QuerySet[Any]:
        places = super()._places()
        return places.exclude(pk__in=[pk for pk, _at in self._pinned]) if self._pinned else places

    @cached_property
    def _pinned(self) -> list[tuple[int, datetime]]:
        """Kept with those whose hour will come."""
        found = self.kept("pinned", lambda: [*Post.objects.pinned().newest_first().values_list("pk", "out_at")])
        return [(pk, at) for pk, at in found if at and at <= self._now]

    @cached_property
    def _months(self) -> Months:
        pinned = Counter(month_of(at) for _pk, at in self._pinned)
        return [(month, number - pinned[month]) for month, number in self._tallied()]
