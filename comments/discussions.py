"""The discussion of a page in HTML. For everybody it is drawn once: what was said until something else is said, the
form with a token of its own for each visit.
"""

from dataclasses import replace
from secrets import token_hex
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from blog import readers
from blog.models import Author, Discussed, Site
from comments import conversation, targets, threads, tokens
from comments.appearance import Ways
from comments.forms import CommentForm
from comments.models import Comment
from comments.speakers import speaker
from comments.threads import Node

ACTION: Final = f"/{token_hex(16)}/"
TOKEN: Final = token_hex(16)
"""Where the form that is kept has nothing: its address and its token are put in for the page and the visit."""


def html_of(target: Discussed, request: HttpRequest) -> SafeString:
    is_open = target.takes_comments
    said = _kept(target, request.GET, is_open=is_open)
    form = _form(target, speaker(request)) if is_open else SafeString()
    facts = {"said": said, "form": form, "is_there": said or is_open, "target": target}
    return _html("comments/_discussion.html", facts)


def head_of(target: Discussed, request: HttpRequest) -> SafeString:
    is_selection = conversation.is_selection(request.GET)
    feed = _feed_of(target) if target.is_public and not targets.is_locked(target) else ""

    def drawn() -> SafeString:
        return _html("comments/_head.html", {"target": target, "feed": feed, "is_selection": is_selection})

    name = f"discussion_head {target.surrogate_key} {is_selection:d} {feed}"
    return readers.kept(name, ("site", target.surrogate_key), drawn)


def _kept(target: Discussed, asked: QueryDict, *, is_open: bool) -> SafeString:
    """What was said. Selections are asked for rarely, and there are many."""
    if targets.is_locked(target) or conversation.is_selection(asked):
        return _said(target, asked, is_open=is_open)
    name = f"discussion {target.surrogate_key} {conversation.page_in(asked)} {is_open:d}"
    return readers.kept(name, ("site", target.surrogate_key), lambda: _said(target, asked, is_open=is_open))


def _said(target: Discussed, asked: QueryDict, *, is_open: bool) -> SafeString:
    """Everything but the form; empty where there is nothing to say."""
    excerpt = conversation.read(target, asked)
    if not (excerpt.nodes or excerpt.is_selection or is_open):
        return SafeString()
    pinned = excerpt.pinned
    ways = Ways(excerpt.home, is_open=is_open, key=_key_to(target))
    facts = {
        "target": target,
        "excerpt": excerpt,
        "steps": threads.steps(excerpt.nodes),
        "ways": replace(ways, lifted=pinned.pk) if pinned else ways,
        "pinned": threads.steps([Node(pinned)]) if pinned else None,
        "ways_of_pinned": ways,
        "number": target.comment_count,
        "is_open": is_open,
        "closed": "" if is_open or not excerpt.nodes else targets.closed_because(target),
        "feed": "" if targets.is_locked(target) else _feed_of(target),
        "follow": _follow_of(target, excerpt.thread) if is_open else "",
    }
    return _html("comments/_said.html", facts)


def _form(target: Discussed, author: Author | None) -> SafeString:
    """The form for a new comment. What is kept of it is the same on all pages."""

    def drawn() -> SafeString:
        form = CommentForm(target=target, author=author)
        form.action, form.initial["token"] = ACTION, TOKEN
        return _html("comments/_form.html", {"form": form, "site": Site.objects.current(), "heading": True})

    action = reverse("comments:submit", args=[targets.kind_of(target), target.pk])
    form = readers.kept("comment form", ("site",), drawn).replace(ACTION, action)
    return mark_safe(form.replace(TOKEN, tokens.issue(target), 1))  # noqa: S308 (both are made of letters and digits)


def _html(template: str, facts: dict[str, Any]) -> SafeString:
    return SafeString(get_template(template).render(facts))


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
