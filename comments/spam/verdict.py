from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from comments.spam.evidence import Effect, Evidence
from comments.spam.findings import HOLD, SPAM, Finding
from comments.spam.judges import findings


class Outcome(StrEnum):
    PUBLISH = "publish"
    HOLD = "hold"
    SPAM = "spam"


class Admission(StrEnum):
    """Who is published without waiting; see `comments.models.Policy`."""

    NOBODY = "nobody"
    KNOWN_JUDGED = "judged"
    KNOWN = "known"
    HARMLESS = "harmless"


@dataclass(frozen=True)
class Verdict:
    outcome: Outcome
    points: float
    findings: tuple[Finding, ...]
    probability: float | None = None
    text_says_spam: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome.value,
            "points": round(self.points, 1),
            "findings": [finding.as_json() for finding in self.findings],
            "probability": None if self.probability is None else round(self.probability, 4),
            "text_says_spam": self.text_says_spam,
        }


def judge(evidence: Evidence, admission: Admission) -> Verdict:
    """Ask every judge, and weigh what they found.

    Spam is what has `SPAM` points without those for its words: a filter that errs hides nothing. Everything else is
    published or held, as the moderators have chosen for known and unknown writers.
    """
    found = tuple(findings(evidence))
    points = sum(finding.points for finding in found)
    is_known = evidence.past.approved > 0 or any(hit.effect is Effect.PUBLISH for hit in evidence.hits)
    says_spam = evidence.probability is not None and evidence.probability >= evidence.threshold
    outcome = _outcome(found, admission, is_known=is_known)
    return Verdict(outcome, points, found, evidence.probability, text_says_spam=says_spam)


def _outcome(found: Sequence[Finding], admission: Admission, *, is_known: bool) -> Outcome:
    if sum(finding.points for finding in found if not finding.of_text) >= SPAM:
        return Outcome.SPAM
    if admission is Admission.NOBODY or any(finding.is_order for finding in found):
        return Outcome.HOLD
    if admission is Admission.KNOWN:
        return Outcome.PUBLISH if is_known else Outcome.HOLD
    if admission is Admission.KNOWN_JUDGED and not is_known:
        return Outcome.HOLD
    return Outcome.PUBLISH if sum(finding.points for finding in found) < HOLD else Outcome.HOLD
