from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from blog.models import Discussed
from comments import appearance, discussions
from comments.appearance import Ways
from comments.threads import Node
from startalking.core import text

register = template.Library()


@register.simple_tag(takes_context=True)
def discussion(context: Context, target: Discussed) -> SafeString:
    """The comments on a page and the form for more. Of a page behind a password, the caller shows it when unlocked."""
    return discussions.html_of(target, context["request"])


@register.simple_tag(takes_context=True)
def discussion_head(context: Context, target: Discussed) -> SafeString:
    """What the head of a page says of its discussion: the feed, and that a selection is nothing to search for."""
    return discussions.head_of(target, context["request"])


@register.inclusion_tag("comments/_body.html")
def comment_body(field: BoundField) -> dict[str, Any]:
    """The field for the text, with what it takes at most."""
    return {"field": field, "most": text.MAX_COMMENT, "most_said": number_format(text.MAX_COMMENT, force_grouping=True)}


@register.filter
def written(node: Node, ways: Ways) -> SafeString:
    """A comment in HTML."""
    return appearance.html_of(node, ways)


@register.filter
def moment(at: datetime) -> str:
    """A day and an hour, as people say it."""
    local = timezone.localtime(at)
    told = {"day": date_format(local, "DATE_FORMAT"), "hour": date_format(local, "TIME_FORMAT")}
    return gettext("%(day)s at %(hour)s") % told


@register.filter
def machine_moment(at: datetime) -> str:
    """The same for programs: as `datetime` of `<time>`."""
    return at.isoformat(timespec="seconds")
