"""Years, months and days of the archive. Pure but for the time zone and the addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Month:
    """A month with so many posts."""

    first: date
    count: int

    @property
    def url(self) -> str:
        return reverse("blog:month", args=[self.first.year, f"{self.first:%m}"])


@dataclass(frozen=True)
class Year:
    """A year and its months, both newest first."""

    year: int
    months: list[Month]

    @property
    def count(self) -> int:
        return sum(month.count for month in self.months)

    @property
    def url(self) -> str:
        return reverse("blog:year", args=[self.year])


@dataclass(frozen=True)
class Span:
    """A year, a month or a day: `start` inclusive, `end` exclusive, both at local midnight."""

    year: int
    month: int | None
    day: int | None

    @classmethod
    def of_month(cls, first: date) -> "Span":
        return cls(first.year, first.month, None)

    @property
    def start(self) -> datetime:
        return _midnight(date(self.year, self.month or 1, self.day or 1))

    @property
    def end(self) -> datetime:
        if self.day:
            return _midnight(self._first + timedelta(days=1))
        if self.month:
            return _midnight((self._first.replace(day=28) + timedelta(days=4)).replace(day=1))
        return _midnight(date(self.year + 1, 1, 1))

    @property
    def title(self) -> str:
        """„2012“, „Oktober 2012“ or „15. Oktober 2012“."""
        if self.day:
            return date_format(self._first, "DATE_FORMAT")
        return date_format(self._first, "YEAR_MONTH_FORMAT") if self.month else str(self.year)

    @property
    def url(self) -> str:
        """The one address of this span: two digits for months and days."""
        parts = [str(self.year), *(f"{part:02}" for part in (self.month, self.day) if part)]
        return reverse(("blog:year", "blog:month", "blog:day")[len(parts) - 1], args=parts)

    @property
    def wider(self) -> "Span | None":
        if self.day:
            return Span(self.year, self.month, None)
        return Span(self.year, None, None) if self.month else None

    @property
    def _first(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)


def span(year: int, month: int | None = None, day: int | None = None) -> Span:
    """Raises `Http404` for what is in no calendar."""
    try:
        if year < 1970 or not (found := Span(year, month, day)).start < found.end:
            raise ValueError(year)
    except (ValueError, OverflowError) as error:
        raise Http404(_no_such_day()) from error
    return found


def from_text(text: str) -> Span:
    """`2026-05` as the archive dropdown sends it. Raises `Http404` for anything else."""
    year, _dash, month = text.partition("-")
    if not (year.isdecimal() and month.isdecimal() and len(year) == 4 and len(month) <= 2):
        raise Http404(_no_such_day())
    return span(int(year), int(month))


def by_year(months: Iterable[tuple[date, int]]) -> list[Year]:
    """Months with their number of posts, newest first, in their years."""
    found = (Month(first=first, count=count) for first, count in months)
    return [Year(year, list(group)) for year, group in groupby(found, key=lambda month: month.first.year)]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 (made aware right here)


def _no_such_day() -> str:
    return _("There is no such month or day.")
