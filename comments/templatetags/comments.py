from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from blog.models import Discussed, Site
from comments import appearance, conversation, targets, threads, tokens
from comments.appearance import Ways
from comments.forms import CommentForm
from comments.models import Comment
from comments.speakers import speaker
from comments.threads import Node
from startalking.core import text

register = template.Library()


@register.inclusion_tag("comments/_discussion.html", takes_context=True)
def discussion(context: Context, target: Discussed) -> dict[str, Any]:
    """The comments on a page and the form for more. Of a page behind a password, the caller shows it when unlocked."""
    excerpt = conversation.read(target, _asked(context))
    takes_comments, pinned = target.takes_comments, excerpt.pinned
    ways = Ways(excerpt.home, is_open=takes_comments, key=_key_to(target))
    return {
        "target": target,
        "excerpt": excerpt,
        "steps": threads.steps(excerpt.nodes),
        "ways": replace(ways, lifted=pinned.pk) if pinned else ways,
        "pinned": threads.steps([Node(pinned)]) if pinned else None,
        "ways_of_pinned": ways,
        "number": target.comment_count,
        "form": CommentForm(target=target, author=speaker(context["request"])) if takes_comments else None,
        "closed": "" if takes_comments or not excerpt.nodes else targets.closed_because(target),
        "feed": "" if targets.is_locked(target) else _feed_of(target),
        "follow": _follow_of(target, excerpt.thread) if takes_comments else "",
        "site": Site.objects.current(),
    }


@register.inclusion_tag("comments/_head.html", takes_context=True)
def discussion_head(context: Context, target: Discussed) -> dict[str, Any]:
    """What the head of a page says of its discussion: the feed, and that a selection is nothing to search for."""
    is_open = target.is_public and not targets.is_locked(target)
    return {
        "target": target,
        "feed": _feed_of(target) if is_open else "",
        "is_selection": conversation.is_selection(_asked(context)),
    }


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


def _asked(context: Context) -> QueryDict:
    asked: QueryDict = context["request"].GET
    return asked


def _key_to(target: Discussed) -> str:
    """What addresses of comments need on a page behind a password."""
    return f"?{urlencode({'token': tokens.issue(target)})}" if targets.is_locked(target) else ""


def _follow_of(target: Discussed, thread: Comment | None) -> str:
    """Where readers ask for letters about what is shown: the page, or one thread."""
    query: dict[str, Any] = {"strang": thread.tree_id} if thread else {}
    if targets.is_locked(target):
        query["token"] = tokens.issue(target)
    address = reverse("comments:follow", args=[targets.kind_of(target), target.pk])
    return f"{address}?{urlencode(query)}" if query else address


def _feed_of(target: Discussed) -> str:
    return reverse("comments:feed_of", args=[targets.kind_of(target), target.pk])
