"""Small marks in lists and forms."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString


def badge(kind: str, label: object) -> SafeString:
    """A state as a coloured word; the colour belongs to `kind`, see `static/admin/startalking/admin.css`."""
    return format_html('<span class="badge badge--{}">{}</span>', kind, label)


def link(address: str, label: object) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, label)


def short(moment: datetime | None) -> str:
    """A date and an hour as short as lists want them."""
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""
