"""Filters and fields for what posts are filed under."""

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.models import Author, Category, Filing, Tag

OFTEN_USED: Final = 20
SUGGESTED: Final = 2000
INDENT: Final = "\u2003"


class InCategory(admin.SimpleListFilter):
    """With all that is below the category, as on its page."""

    title = _("category")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = Category.objects.values_list("pk", "name", "level")
        return [(str(pk), INDENT * level + name) for pk, name, level in rows]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        value = self.value() or ""
        if not value.isdecimal():
            return None
        category = Category.objects.filter(pk=value).first()
        chosen: QuerySet[Any] = queryset.in_category(category) if category else queryset.none()
        return chosen


class HasTag(admin.SimpleListFilter):
    """The tags used most; the search finds the others."""

    title = _("tag")
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        used = Filing.objects.numbers("tag")
        often = sorted(used, key=lambda pk: (-used[pk], pk))[:OFTEN_USED]
        names = dict(Tag.objects.filter(pk__in=often).values_list("pk", "name"))
        return [(str(pk), names[pk]) for pk in often]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        value = self.value() or ""
        return queryset.filter(tagged_posts__tag=value) if value.isdecimal() else None


class WrittenBy(admin.SimpleListFilter):
    title = _("authors")
    parameter_name = "author"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in Author.objects.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        value = self.value() or ""
        return queryset.filter(authors=value) if value.isdecimal() else None


class CategoryTree(forms.CheckboxSelectMultiple):
    """Boxes to tick, each at its level."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-level"] = value.instance.level
        return option


class KnownTags(forms.TextInput):
    """A line of tags, separated by commas, with suggestions; without script it is a line all the same."""

    def format_value(self, value: Any) -> str | None:
        if value is None or isinstance(value, str):
            return value
        return ", ".join(sorted((_quoted(tag.name) for tag in value), key=str.casefold))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-known"] = "\n".join(_suggested())
        return context


def _suggested() -> list[str]:
    """Names to complete what is typed: all there are, or where these are too many those used most."""
    if Tag.objects.count() <= SUGGESTED:
        return list(Tag.objects.values_list("name", flat=True))
    used = Filing.objects.numbers("tag")
    most = sorted(used, key=lambda pk: (-used[pk], pk))[:SUGGESTED]
    return list(Tag.objects.filter(pk__in=most).values_list("name", flat=True))


def _quoted(name: str) -> str:
    return f'"{name}"' if "," in name else name
