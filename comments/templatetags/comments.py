from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context

from blog.models import Discussed, Site
from comments import targets, threads, tokens
from comments.forms import CommentForm
from comments.models import Comment
from comments.speakers import speaker

register = template.Library()


@register.inclusion_tag("comments/_discussion.html", takes_context=True)
def discussion(context: Context, target: Discussed) -> dict[str, Any]:
    """The comments on a page and the form for more. Of a page behind a password, the caller shows it when unlocked."""
    site = Site.objects.current()
    newest_first = site.comment_order == Site.CommentOrder.NEWEST_FIRST
    rows: Iterable[Comment] = Comment.objects.on(target).in_threads() if target.comment_count else []
    return {
        "target": target,
        "threads": threads.nest(rows, newest_first=newest_first),
        "number": target.comment_count,
        "form": CommentForm(target=target, author=speaker(context["request"])) if target.takes_comments else None,
        "key": f"?{urlencode({'token': tokens.issue(target)})}" if targets.is_locked(target) else "",
        "site": site,
    }
