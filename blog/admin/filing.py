"""Filters and fields for what posts are filed under."""

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.models import Category, Tag

OFTEN_USED: Final = 20
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
        often = Tag.objects.annotate(used=Count("tagged_posts")).filter(used__gt=0).order_by("-used", "name")
        return [(str(pk), name) for pk, name in often.values_list("pk", "name")[:OFTEN_USED]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        value = self.value() or ""
        return queryset.filter(tagged_posts__tag=value) if value.isdecimal() else None


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
        context["widget"]["attrs"]["data-known"] = "\n".join(Tag.objects.values_list("name", flat=True))
        return context


def _quoted(name: str) -> str:
    return f'"{name}"' if "," in name else name
