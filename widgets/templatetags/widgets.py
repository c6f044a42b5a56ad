"""What pages ask for: the widgets of an area, and the name of a month in the dropdown."""

from datetime import date

from django import template
from django.template import Context
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from widgets import areas

register = template.Library()


@register.simple_tag(takes_context=True)
def widget_area(context: Context, area: str) -> SafeString:
    """The widgets of an area that belong on this kind of page (`page_kind`) and have something to show."""
    request = getattr(context, "request", None) or context.get("request")
    return areas.html_of(area, str(context.get("page_kind", "")), request)


@register.filter
def month_name(value: str) -> str:
    """„2026-05“ as „Mai 2026“, in the language of the page."""
    return date_format(date.fromisoformat(f"{value}-01"), "YEAR_MONTH_FORMAT")
