from django import template

from startalking.core import text

register = template.Library()

SEARCH_RESULT = 155
"""Characters that search engines show of a description."""


@register.filter
def in_short(markup: str) -> str:
    """The beginning of a text, without its markup."""
    return text.excerpt(markup, SEARCH_RESULT)
