from django import template
from django.utils.formats import number_format

from comments.models import Comment

register = template.Library()


@register.filter
def state(value: str) -> str:
    """The words for a comment's state, as a decision keeps it."""
    return str(dict(Comment.Status.choices).get(value, value))


@register.filter
def percent(share: float | None) -> str:
    """A share between 0 and 1 with one decimal; a dash where there is none."""
    return "–" if share is None else f"{number_format(round(share * 100, 1), 1)} %"
