"""What today's rules would make of comments that are here already. Changes nothing."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from comments import judgement
from comments.models import Comment, Policy
from comments.spam.verdict import Admission, judge

SHOWN: Final = 20


@dataclass(frozen=True)
class Case:
    """A comment of which today's rules would make something else than it is."""

    pk: int
    status: str
    outcome: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Replay:
    number: int
    outcomes: Counter[tuple[str, str]]
    """How often which state (as it is) met which outcome (as it would be)."""
    cases: tuple[Case, ...]


def replay(number: int) -> Replay:
    """Judge the last `number` comments of readers once more, without what only their form could tell."""
    policy = Policy.objects.current()
    admission = Admission(policy.admission)
    outcomes: Counter[tuple[str, str]] = Counter()
    cases = []
    for comment in Comment.objects.filter(author=None, erased_at=None).for_list().newest_first()[:number]:
        verdict = judge(judgement.evidence(comment, policy), admission)
        outcomes[comment.status, verdict.outcome.value] += 1
        if judgement.STATUS[verdict.outcome] != comment.status:
            reasons = tuple(finding.reason for finding in verdict.findings)
            cases.append(Case(comment.pk, comment.status, verdict.outcome.value, reasons))
    return Replay(outcomes.total(), outcomes, tuple(cases))
