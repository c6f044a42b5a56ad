"""What pages ask for: the widgets of an area, and the name of a month in the dropdown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.formats import date_format

from widgets.kinds import NETWORKS, Facts
from widgets.models import Widget

register = template.Library()


@dataclass(frozen=True)
class Shown:
    """A widget as `widgets/_area.html` shows it: `context` is what its own template is given as `widget`."""

    anchor: str
    kind: str
    title: str
    template: str
    context: dict[str, Any]


@register.inclusion_tag("widgets/_area.html", takes_context=True)
def widget_area(context: Context, area: str) -> dict[str, Any]:
    """The widgets of an area that belong on this kind of page (`page_kind`) and have something to show."""
    return {"area": area, "widgets": list(_shown(context, area))}


@register.filter
def month_name(value: str) -> str:
    """„2026-05“ as „Mai 2026“, in the language of the page."""
    return date_format(date.fromisoformat(f"{value}-01"), "YEAR_MONTH_FORMAT")


def _shown(context: Context, area: str) -> Iterator[Shown]:
    request = getattr(context, "request", None) or context.get("request")
    page_kind, path = str(context.get("page_kind", "")), request.path if request else ""
    for widget in _active(request):
        if widget.area == area and widget.is_for(page_kind) and (facts := widget.facts()):
            yield Shown(
                anchor=widget.anchor,
                kind=widget.kind,
                title=widget.title,
                template=widget.what.template,
                context=_for_template(widget, facts, path),
            )


def _active(request: HttpRequest | None) -> list[Widget]:
    """All widgets that may stand on a page now: one query for all areas of the page, kept with its request."""
    if request is None:
        return list(Widget.objects.active().for_page())
    if "active_widgets" not in vars(request):
        vars(request)["active_widgets"] = list(Widget.objects.active().for_page())
    kept: list[Widget] = vars(request)["active_widgets"]
    return kept


def _for_template(widget: Widget, facts: Facts, path: str) -> dict[str, Any]:
    """The facts, and what depends on this page, on its language or on files made later."""
    shown = {**facts, "id": widget.anchor, "image": widget.shown_picture}
    if widget.kind == "menu":
        shown["entries"] = [_marked(entry, path) for entry in facts["entries"]]
    if widget.kind == "social_profile":
        shown["label"] = facts["label"] or str(NETWORKS[facts["network"]])
        shown["icon"] = f"icons/{facts['network']}.svg"
    return shown


def _marked(entry: Facts, path: str) -> Facts:
    """A menu's entry with `current`: `page` where it leads to this page, `true` where an entry below it does."""
    below = [_marked(child, path) for child in entry["entries"]]
    inside = "true" if any(child["current"] for child in below) else ""
    return {**entry, "entries": below, "current": "page" if entry["url"] == path else inside}
