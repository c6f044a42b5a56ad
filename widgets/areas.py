"""What stands in an area of a page: drawn once for everybody, and kept until something that it shows has changed."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString

from blog import readers
from startalking.core import pages
from widgets.kinds import NETWORKS, Facts
from widgets.models import Widget


@dataclass(frozen=True)
class Shown:
    """A widget as `widgets/_area.html` shows it: `context` is what its own template is given as `widget`."""

    anchor: str
    kind: str
    title: str
    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class Calendar:
    """What makes areas differ without anybody changing a widget: the time, and to which of its links a page belongs."""

    moments: tuple[datetime, ...]
    """In order: when a widget begins or ends."""
    addresses: frozenset[str]
    """Where menus lead."""

    def name_of(self, path: str) -> str:
        """What an area at this address, and now, has in common with others."""
        span = bisect_right(self.moments, timezone.now())
        return f"{span} {path if path in self.addresses else ''}"


def html_of(area: str, page_kind: str, request: HttpRequest | None) -> SafeString:
    """The widgets of an area that belong on this kind of page and have something to show."""
    if not readers.are_everybody() or request is None:
        return _drawn(area, page_kind, request)
    name = readers.kept("widgets", ("site",), _calendar).name_of(request.path)
    return readers.kept(f"area {area} {page_kind} {name}", ("site",), lambda: _drawn(area, page_kind, request))


def _calendar() -> Calendar:
    switched_on = list(Widget.objects.switched_on().for_page())
    moments = sorted(at for widget in switched_on for at in (widget.shown_from, widget.shown_until) if at)
    return Calendar(tuple(moments), frozenset(_addresses(switched_on)))


def _addresses(widgets: Iterable[Widget]) -> Iterator[str]:
    for widget in widgets:
        if widget.kind == "menu":
            pages.note(*widget.what.topics)
            yield from _below(widget.facts())


def _below(facts: Facts) -> Iterator[str]:
    for entry in facts.get("entries", ()):
        yield entry["url"]
        yield from _below(entry)


def _drawn(area: str, page_kind: str, request: HttpRequest | None) -> SafeString:
    path = request.path if request else ""
    shown = [*_shown(_active(request), area, page_kind, path)]
    return SafeString(get_template("widgets/_area.html").render({"area": area, "widgets": shown}))


def _shown(widgets: Iterable[Widget], area: str, page_kind: str, path: str) -> Iterator[Shown]:
    for widget in widgets:
        if widget.area != area or not widget.is_for(page_kind):
            continue
        pages.note(*widget.what.topics)
        if facts := widget.facts():
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
