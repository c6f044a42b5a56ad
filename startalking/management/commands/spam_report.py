import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.spam.evaluation import FOLDS, SEED, Outcome, cross_validated, tried_on
from comments.spam.learning import FEWEST, THRESHOLD, TextFilter
from startalking.management.labelled import LabelledError, demand, read


class Command(BaseCommand):
    help = str(
        gettext_lazy(
            "Report how well the text filter of the comments tells spam from honest comments. Nothing is stored."
        )
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        files: dict[str, Any] = {"nargs": "+", "action": "extend", "type": Path, "metavar": _("FILE")}
        parser.add_argument(
            "--train",
            required=True,
            help=_("JSON lines with “text” and “spam” (1 or 0); without --test each file is cross-validated"),
            **files,
        )
        parser.add_argument("--test", default=[], help=_("files to judge by what all of --train teach"), **files)
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, *args: Any, **options: Any) -> None:
        train, test = options["train"], options["test"]
        try:
            found = dict(_judged(train, test) if test else _cross_validated(train))
        except LabelledError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self._print_json(found, is_cross_validated=not test)
        else:
            self._print_sentences(found, is_cross_validated=not test)

    def _print_json(self, found: dict[Path, Outcome], *, is_cross_validated: bool) -> None:
        how = {"method": "cross-validation", "folds": FOLDS, "seed": SEED} if is_cross_validated else {"method": "test"}
        files = [{"file": str(place), **_figures(outcome)} for place, outcome in found.items()]
        self.stdout.write(json.dumps({"files": files, "threshold": THRESHOLD, **how}, ensure_ascii=False))

    def _print_sentences(self, found: dict[Path, Outcome], *, is_cross_validated: bool) -> None:
        if is_cross_validated:
            self.stdout.write(_("Each file by itself, cross-validated in %(folds)d parts.") % {"folds": FOLDS})
        else:
            self.stdout.write(_("By a filter that was trained on all files of --train."))
        for place, outcome in found.items():
            self.stdout.write(f"\n{place}")
            for line in _lines(outcome):
                self.stdout.write(f"  {line}")


def _cross_validated(places: list[Path]) -> Iterator[tuple[Path, Outcome]]:
    """Twice as many rows as the filter needs: in the part that is learnt from there have to be enough of them."""
    samples = {place: read(place) for place in places}
    for place, rows in samples.items():
        demand(rows, 2 * FEWEST, str(place))
    return ((place, cross_validated(rows)) for place, rows in samples.items())


def _judged(train: list[Path], test: list[Path]) -> Iterator[tuple[Path, Outcome]]:
    samples = [sample for place in train for sample in read(place)]
    demand(samples, FEWEST, ", ".join(map(str, train)))
    tests = {place: read(place) for place in test}
    trained = TextFilter.train(samples)
    return ((place, tried_on(trained, rows)) for place, rows in tests.items())


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
