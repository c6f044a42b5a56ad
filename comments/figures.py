"""How well the filter has judged: what it said of comments, against the moderators' last word on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from comments import verdicts
from comments.models import Comment, Decision, Means
from comments.spam import alarm
from comments.spam.evaluation import Outcome, counted

MONTHS: Final = 12
SETTLED: Final = {"approved": False, "spam": True}
"""The moderators' words that say what a comment was; held or in the trash, it may be either."""


@dataclass(frozen=True)
class Month:
    """What became of the comments that came in one month and that moderators have judged."""

    month: date
    outcome: Outcome


def by_month() -> list[Month]:
    """The last twelve months, the oldest first, those without a comment too."""
    months = _last_months(timezone.localdate())
    found: dict[date, list[tuple[bool, bool]]] = {month: [] for month in months}
    for moment, *pair in _judged(months[0]):
        month = timezone.localdate(moment).replace(day=1)
        if month in found:
            found[month].append((pair[0], pair[1]))
    return [Month(month, counted(pairs)) for month, pairs in found.items()]


def overall() -> Outcome:
    """All comments that the judges and moderators have judged here."""
    return counted((is_spam, was_called_spam) for _moment, is_spam, was_called_spam in _judged(date.min))


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


def _judged(first: date) -> Iterable[tuple[Any, bool, bool]]:
    """Of each comment since then that both have judged: when it came, whether it is spam, whether it was called so."""
    words = _last_words(first)
    rows = Comment.objects.since(_midnight(first)).filter(decisions__isnull=False).order_by().distinct()
    for pk, moment, verdict in rows.values_list("pk", "created_at", "verdict").iterator():
        if verdict and words.get(pk) in SETTLED:
            yield moment, SETTLED[words[pk]], said_spam(verdict)


def _last_words(first: date) -> dict[int, str]:
    """What moderators made of each comment, as far as they did not take it back."""
    words: dict[int, str] = {}
    means = (Means.DESK, Means.LETTER, Means.UNDO)
    made = Decision.objects.filter(comment__created_at__gte=_midnight(first), means__in=means).order_by("at", "pk")
    for pk, after, by in made.values_list("comment", "after", "means").iterator():
        words[pk] = "" if by == Means.UNDO else after
    return words


def _midnight(day: date) -> datetime:
    return datetime(max(day.year, 2000), day.month, day.day, tzinfo=timezone.get_current_timezone())
