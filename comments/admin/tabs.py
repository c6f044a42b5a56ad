"""What lies on the moderators' table: one tab at a time, searched, in an order, page by page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

from django.core.paginator import Page
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from comments.models.comment import CommentQuerySet
from startalking.core.admin.long import LongPaginator

A_PAGE: Final = 25
LONGEST_KEY: Final = 19
"""Digits from which on no database has such a key."""


@dataclass(frozen=True)
class Tab:
    name: str
    label: Any
    choose: Callable[[CommentQuerySet], CommentQuerySet]
    nothing: Any
    done: str = ""
    """The verb that has brought comments here; it is not offered once more."""
    by: str = "created_at"


TABS: Final = (
    Tab(
        "waiting",
        _("Waiting"),
        lambda rows: rows.held(),
        _("Nothing is waiting. New comments that are held appear here."),
        "hold",
    ),
    Tab("reported", _("Reported"), lambda rows: rows.reported(), _("No reader has reported a comment."), "approve"),
    Tab("spam", _("Spam"), lambda rows: rows.spam(), _("No spam at the moment."), "mark_as_spam"),
    Tab("trash", _("Trash"), lambda rows: rows.trashed(), _("The trash is empty."), "trash"),
    Tab(
        "decided",
        _("Decided"),
        lambda rows: rows.filter(decided_at__isnull=False),
        _("Nobody has decided anything yet."),
        by="decided_at",
    ),
)


@dataclass(frozen=True)
class View:
    """What a moderator has asked for; an address says the same."""

    tab: Tab = TABS[0]
    words: str = ""
    oldest_first: bool = False
    page: str = "1"
    only: str = ""
    """The key of the one comment that is asked for, as by the link in a letter; whatever has become of it."""

    @classmethod
    def asked(cls, query: QueryDict) -> "View":
        tab = next((tab for tab in TABS if tab.name == query.get("tab")), TABS[0])
        only = key if (key := query.get("comment", "")).isdecimal() and len(key) < LONGEST_KEY else ""
        return cls(tab, query.get("q", "").strip(), query.get("order") == "oldest", query.get("page", "1"), only)

    def comments(self) -> "Page[Comment]":
        standing = Comment.objects.filter(erased_at=None)
        found = standing.filter(pk=self.only) if self.only else self.tab.choose(standing)
        for word in self.words.split():
            found = found.filter(_somewhere(word))
        sign = "" if self.oldest_first else "-"
        rows = found.for_list().select_related("parent").order_by(f"{sign}{self.tab.by}", f"{sign}pk")
        return LongPaginator(rows, A_PAGE).get_page(self.page)


def numbers() -> dict[str, int]:
    """How many comments lie under each tab, where that says how much there is to do."""
    counted = Comment.objects.filter(erased_at=None).order_by().values_list("status").annotate(number=Count("pk"))
    by_state = dict(counted)
    return {
        "waiting": by_state.get(Comment.Status.HELD, 0),
        "reported": Comment.objects.reported().count(),
        "spam": by_state.get(Comment.Status.SPAM, 0),
        "trash": by_state.get(Comment.Status.TRASH, 0),
    }


def _somewhere(word: str) -> Q:
    """SQLite knows no letter case beyond ASCII: words with other letters are looked for in their usual forms."""
    forms = {word} if word.isascii() else {word, word.lower(), word.capitalize()}
    fields = ("body", "name", "email", "website")
    return reduce(or_, (Q(**{f"{field}__icontains": form}) for field in fields for form in forms))
