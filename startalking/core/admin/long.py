"""Lists of hundreds of thousands of rows: only the rows of a page are read whole, and what is filtered away is not
counted.
"""

from datetime import datetime, timedelta
from typing import Any, Final, cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.db.models import Count, IntegerField, Manager, Max, Min, Model, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

CHOICES: Final = 2000
"""Of so many an editor can still choose one from a list."""
A_BIT_MORE_THAN: Final = {"year": timedelta(days=370), "month": timedelta(days=32), "day": timedelta(hours=26)}


class LongPaginator(Paginator[Any]):
    """Finds the keys of a page first: an index has these, and the rows before them stay where they are."""

    def page(self, number: Any) -> Page[Any]:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows: Any = self.object_list  # the admin pages through querysets only
        keys = list(rows.values_list("pk", flat=True)[start : start + self.per_page])
        return Page(rows.filter(pk__in=keys), number, self)


class LongChangeList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if self.date_hierarchy:
            self.queryset = Dates(self)  # from here on, only its dates are asked for


class Dates:
    """The years, months and days above a list: all from the first row to the last one, whatever else is filtered.

    It stands where Django has the rows, which it would group by their dates.
    """

    def __init__(self, changes: LongChangeList) -> None:
        self._field = changes.date_hierarchy
        chosen = {name: changes.params.get(f"{self._field}__{name}") for name in ("year", "month")}
        within = {f"{self._field}__{name}": value for name, value in chosen.items() if value}
        rows = changes.root_queryset.order_by().filter(**within)
        ends = [rows.aggregate(end=end)["end"] for end in (Min(self._field), Max(self._field))]  # one by one: by index
        self._first, self._last = [timezone.localtime(end) if end else None for end in ends]

    def aggregate(self, **_wanted: Any) -> dict[str, Any]:
        return {"first": self._first, "last": self._last}

    def datetimes(self, _field: str, kind: str) -> list[datetime]:
        if self._first is None or self._last is None:
            return []
        at, found = _beginning(self._first, kind), []
        while at <= self._last:
            found.append(at)
            at = _beginning(at + A_BIT_MORE_THAN[kind], kind)
        return found


class LongAdmin(admin.ModelAdmin):
    show_full_result_count = False
    paginator = LongPaginator

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LongChangeList


def shown_by_name(model: type[Model], *keys: str) -> list[str]:
    """Those of a model's keys that lead to more rows than a list to choose from can show: they are typed instead."""
    to = {key: cast(type[Model], model._meta.get_field(key).related_model) for key in keys}
    return [
        key for key, rows in to.items() if len(rows._base_manager.order_by().values_list("pk")[: CHOICES + 1]) > CHOICES
    ]


def number_of(relation: str, rows: "Manager[Any]") -> Coalesce:
    """How many of `rows` point at a row by their key `relation`; counted for the rows that are shown."""
    counted = rows.filter(**{relation: OuterRef("pk")}).order_by().values(relation).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), 0)


def _beginning(moment: datetime, kind: str) -> datetime:
    """Of its year, month or day."""
    day = {"year": moment.date().replace(month=1, day=1), "month": moment.date().replace(day=1)}.get(
        kind, moment.date()
    )
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 (made aware right here)
