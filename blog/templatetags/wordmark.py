"""How the site's title is set where it is the wordmark."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def wordmark(title: str) -> SafeString:
    """The title with its first colon, if it has one, in the accent colour."""
    before, colon, after = str(title).partition(":")
    if not colon:
        return format_html("{}", title)
    return format_html('{}<span class="wordmark__colon">:</span>{}', before, after)
