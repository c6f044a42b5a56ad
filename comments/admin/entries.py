"""What a moderator has to know of each comment, gathered for a whole page at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, Min, Q

from comments.models import Comment, Decision, Report, Rule
from comments.spam.lists import bare, host_of
from comments.verdicts import sentence
from startalking.core import text

SHORT = 160
"""Characters of the answered comment that are read at a glance."""


@dataclass(frozen=True)
class History:
    """What else came from an address."""

    numbers: tuple[tuple[str, int], ...]
    first: datetime


@dataclass(frozen=True)
class Entry:
    """A comment with everything around it."""

    comment: Comment
    host: str
    history: History | None
    others: int
    """Further comments of its thread."""
    reports: list[Report]
    last: Decision | None
    lists: dict[str, Rule] = field(default_factory=dict)
    """Entries of the lists for its writer (`email`) and website (`host`)."""
    then: str = ""
    """Where to look when this one is done: the anchor of the next one, else of the one before."""

    @property
    def parent_in_short(self) -> str:
        parent = cast("Comment | None", self.comment.parent)
        return text.excerpt(parent.html, SHORT) if parent else ""

    @property
    def judged(self) -> bool:
        return bool(self.comment.verdict)

    @property
    def findings(self) -> list[tuple[str, float]]:
        found = self.comment.verdict.get("findings", [])
        return [(sentence(finding), finding["points"]) for finding in found]


def entries_of(comments: Sequence[Comment]) -> list[Entry]:
    histories, sizes = _histories(comments), _sizes(comments)
    reports, decisions, lists = _reports(comments), _last_decisions(comments), _lists(comments)
    anchors = [comment.anchor for comment in comments]
    return [
        Entry(
            comment,
            host=host_of(bare(comment.website)),
            history=histories.get(comment.email),
            others=sizes.get(comment.tree_id, 1) - 1,
            reports=reports.get(comment.pk, []),
            last=decisions.get(comment.pk),
            lists=_those_for(comment, lists),
            then="".join([*anchors[place + 1 : place + 2], *anchors[:place][-1:]][:1]),
        )
        for place, comment in enumerate(comments)
    ]


def _histories(comments: Iterable[Comment]) -> dict[str, History]:
    emails = {comment.email for comment in comments if comment.email}
    rows = Comment.objects.filter(email__in=emails).order_by().values_list("email", "status")
    labels = dict(Comment.Status.choices)
    found: dict[str, list[tuple[str, int, datetime]]] = {}
    for email, status, number, first in rows.annotate(number=Count("pk"), first=Min("created_at")):
        found.setdefault(email, []).append((str(labels[status]), number, first))
    return {
        email: History(tuple((label, number) for label, number, _first in states), min(state[2] for state in states))
        for email, states in found.items()
    }


def _sizes(comments: Iterable[Comment]) -> dict[int, int]:
    trees = {comment.tree_id for comment in comments}
    rows = Comment.objects.filter(tree_id__in=trees, erased_at=None).order_by().values_list("tree_id")
    return dict(rows.annotate(number=Count("pk")))


def _reports(comments: Iterable[Comment]) -> dict[int, list[Report]]:
    found: dict[int, list[Report]] = {}
    for report in Report.objects.open().filter(comment__in=comments):
        found.setdefault(report.comment_id, []).append(report)
    return found


def _last_decisions(comments: Iterable[Comment]) -> dict[int, Decision]:
    rows = Decision.objects.filter(comment__in=comments).select_related("by").order_by("at", "pk")
    return {decision.comment_id: decision for decision in rows}


def _lists(comments: Iterable[Comment]) -> dict[tuple[str, str], Rule]:
    emails = {comment.email for comment in comments if comment.email}
    hosts = {host_of(bare(comment.website)) for comment in comments if comment.website}
    there = Q(kind=Rule.Kind.EMAIL, text__in=emails) | Q(kind=Rule.Kind.HOST, text__in=hosts)
    return {(rule.kind, rule.text): rule for rule in Rule.objects.filter(there, form=Rule.Form.PLAIN)}


def _those_for(comment: Comment, lists: dict[tuple[str, str], Rule]) -> dict[str, Any]:
    keys = {"email": comment.email, "host": host_of(bare(comment.website))}
    return {kind: lists[kind, text] for kind, text in keys.items() if (kind, text) in lists}
