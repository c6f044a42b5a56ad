"""What `spam_report` prints: figures for people, or one JSON object."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from comments.replay import Replay
from comments.spam.evaluation import FOLDS, Outcome


class Report(Protocol):
    def as_json(self) -> dict[str, Any]: ...

    def lines(self) -> Iterator[str]: ...


@dataclass(frozen=True)
class OfFiles:
    """The text filter on files of judged texts; `how` says by which method."""

    outcomes: Mapping[str, Outcome]
    how: Mapping[str, Any]
    threshold: float

    def as_json(self) -> dict[str, Any]:
        files = [{"file": name, **_figures(outcome)} for name, outcome in self.outcomes.items()]
        return {"files": files, "threshold": self.threshold, **self.how}

    def lines(self) -> Iterator[str]:
        if self.how["method"] == "test":
            yield _("By a filter that was trained on all files of --train.")
        else:
            yield _("Each file by itself, cross-validated in %(folds)d parts.") % {"folds": FOLDS}
        for name, outcome in self.outcomes.items():
            yield from _section(name, outcome)


@dataclass(frozen=True)
class OfSite:
    """All judges together as they judged on this site, and the text filter alone; None where there is too little."""

    judges: Outcome
    text_filter: Outcome | None

    def as_json(self) -> dict[str, Any]:
        return {
            "site": _figures(self.judges),
            "text_filter": _figures(self.text_filter) if self.text_filter else None,
        }

    def lines(self) -> Iterator[str]:
        yield _("This site: what was called spam, against what moderators decided.")
        yield from _section(_("All judges"), self.judges)
        title = _("The text filter alone, cross-validated on these decisions")
        if self.text_filter:
            yield from _section(title, self.text_filter)
        else:
            yield f"\n{title}"
            yield "  " + _("There are too few decisions yet.")


@dataclass(frozen=True)
class OfReplay:
    """Today's rules on comments that are here already."""

    found: Replay

    def as_json(self) -> dict[str, Any]:
        counted = [
            {"status": status, "outcome": outcome, "number": number}
            for (status, outcome), number in sorted(self.found.outcomes.items())
        ]
        return {
            "comments": self.found.number,
            "outcomes": counted,
            "changed": [asdict(case) for case in self.found.cases],
        }

    def lines(self) -> Iterator[str]:
        yield _(
            "%(number)d comments, judged by today's rules. What the filter learned, it may have learned from them."
        ) % {"number": self.found.number}
        for (status, outcome), number in sorted(self.found.outcomes.items()):
            yield _("%(number)5d are %(status)s and would be: %(outcome)s") % {
                "number": number,
                "status": status,
                "outcome": outcome,
            }
        for case in self.found.cases:
            yield f"  #{case.pk} {case.status} → {case.outcome}: {', '.join(case.reasons)}"


def _section(title: str, outcome: Outcome) -> Iterator[str]:
    yield f"\n{title}"
    for line in _lines(outcome):
        yield f"  {line}"


def _figures(outcome: Outcome) -> dict[str, Any]:
    return {
        "rows": outcome.rows,
        "spam": outcome.spam,
        "precision": outcome.precision,
        "recall": outcome.recall,
        "f1": outcome.f1,
        "ham_blocked": outcome.ham_blocked,
    }


def _lines(outcome: Outcome) -> Iterator[str]:
    yield _("%(rows)d rows, %(spam)d of them spam") % {"rows": outcome.rows, "spam": outcome.spam}
    yield _("Precision (of what was called spam, what is): %(share)s") % {"share": _number(outcome.precision)}
    yield _("Recall (of the spam, what was called so): %(share)s") % {"share": _number(outcome.recall)}
    yield _("F1 (both in one figure): %(share)s") % {"share": _number(outcome.f1)}
    blocked = outcome.ham_blocked
    percent = "–" if blocked is None else f"{_number(100 * blocked, 2)} %"
    yield _("Honest comments blocked: %(share)s") % {"share": percent}


def _number(figure: float | None, places: int = 4) -> str:
    return "–" if figure is None else str(number_format(round(figure, places), places))
