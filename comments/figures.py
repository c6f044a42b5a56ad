"""How well the filter has judged: what it said of comments, against the moderators' last word on them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from comments import verdicts
from comments.models import Comment, Decision, Means
from comments.spam import alarm

MONTHS: Final = 12
SETTLED: Final = {"approved": False, "spam": True}
"""The moderators' words that say what a comment was; held or in the trash, it may be either."""


@dataclass(frozen=True)
class Month:
    """The comments that came in one month and that moderators have judged. Shares are between 0 and 1; None where there
    was nothing to divide by."""

    month: date
    judged: int = 0
    spam: int = 0
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    blocked: float | None = None
    """Honest comments that were not published at once, of all honest ones."""


def by_month() -> list[Month]:
    """The last twelve months, the oldest first, those without a comment too."""
    months = _last_months(timezone.localdate())
    found: dict[date, Counter[tuple[bool, bool]]] = {month: Counter() for month in months}
    for moment, verdict, word in _judged(months[0]):
        month = timezone.localdate(moment).replace(day=1)
        if month in found:
            found[month][said_spam(verdict), SETTLED[word]] += 1
    return [_figures(month, outcomes) for month, outcomes in found.items()]


def alarms() -> list[str]:
    """Sentences on judges that suddenly catch nearly everything that comes in."""
    newest = Comment.objects.exclude(verdict={}).order_by("-pk").values_list("verdict", flat=True)
    return [_sentence(found) for found in alarm.alarms(list(newest[: alarm.RECENT + alarm.BEFORE]))]


def said_spam(verdict: dict[str, Any]) -> bool:
    """Whether the filter kept the comment back because of what it is: as spam, or held for its words.

    Held by a rule of the house alone, as a first comment is, it has been called nothing.
    """
    outcome = verdict.get("outcome")
    return outcome == "spam" or (outcome == "hold" and bool(verdict.get("text_says_spam")))


def _sentence(found: alarm.Alarm) -> str:
    facts = {"judge": verdicts.JUDGES.get(found.judge, found.judge), "caught": found.caught, "of": found.of}
    return _(
        "The judge “%(judge)s” spoke against %(caught)d of the newest %(of)d comments; before it was %(usual)d %%."
    ) % {**facts, "usual": round(100 * found.usual)}


def _last_months(today: date) -> list[date]:
    numbers = range(today.year * 12 + today.month - MONTHS, today.year * 12 + today.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _judged(first: date) -> Iterable[tuple[Any, dict[str, Any], str]]:
    """Of each comment that both have judged: when it came, the verdict, and the moderators' last word."""
    decisions = Decision.objects.by_moderators().filter(comment__created_at__date__gte=first)
    words = _last_words(first)
    rows = Comment.objects.filter(pk__in=decisions.values("comment")).order_by()
    for pk, moment, verdict in rows.values_list("pk", "created_at", "verdict").iterator():
        if verdict and words.get(pk) in SETTLED:
            yield moment, verdict, words[pk]


def _last_words(first: date) -> dict[int, str]:
    """What moderators made of each comment, as far as they did not take it back."""
    words: dict[int, str] = {}
    means = (Means.DESK, Means.LETTER, Means.UNDO)
    made = Decision.objects.filter(comment__created_at__date__gte=first, means__in=means).order_by("at", "pk")
    for pk, after, by in made.values_list("comment", "after", "means").iterator():
        words[pk] = "" if by == Means.UNDO else after
    return words


def _figures(month: date, outcomes: "Counter[tuple[bool, bool]]") -> Month:
    """From (called spam, is spam) to shares."""
    hits, missed = outcomes[True, True], outcomes[False, True]
    wrong, honest = outcomes[True, False], outcomes[True, False] + outcomes[False, False]
    return Month(
        month,
        judged=outcomes.total(),
        spam=hits + missed,
        precision=_share(hits, hits + wrong),
        recall=_share(hits, hits + missed),
        f1=_share(2 * hits, 2 * hits + wrong + missed),
        blocked=_share(wrong, honest),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
