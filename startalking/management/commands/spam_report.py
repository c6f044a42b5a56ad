import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import figures, replay, training
from comments.spam.evaluation import FOLDS, SEED, Outcome, cross_validated, tried_on
from comments.spam.learning import FEWEST, THRESHOLD, TextFilter
from startalking.management import spam_figures
from startalking.management.labelled import LabelledError, demand, read


class Command(BaseCommand):
    help = str(
        gettext_lazy(
            "Report how well comments are told from spam: by the text filter on files of judged texts, or without "
            "files on this site. Nothing is stored."
        )
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        files: dict[str, Any] = {"nargs": "+", "action": "extend", "type": Path, "metavar": _("FILE"), "default": []}
        parser.add_argument(
            "--train",
            help=_("JSON lines with “text” and “spam” (1 or 0); without --test each file is cross-validated"),
            **files,
        )
        parser.add_argument("--test", help=_("files to judge by what all of --train teach"), **files)
        parser.add_argument(
            "--replay",
            type=int,
            default=0,
            metavar="N",
            help=_("try today's rules on the last N comments of this site"),
        )
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = _asked_for(options)
        except LabelledError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(report.lines()))


def _asked_for(options: dict[str, Any]) -> spam_figures.Report:
    """What the options ask for. Raises `LabelledError`, or `CommandError` for options that do not go together."""
    train, test, number = options["train"], options["test"], options["replay"]
    if number < 0 or (number and train):
        raise CommandError(_("--replay takes a number above zero, and no files."))
    if test and not train:
        raise CommandError(_("--test needs files to learn from: --train FILE."))
    if number:
        return spam_figures.OfReplay(replay.replay(number))
    if not train:
        return _of_this_site()
    how = {"method": "test"} if test else {"method": "cross-validation", "folds": FOLDS, "seed": SEED}
    found = dict(_judged(train, test) if test else _cross_validated(train))
    return spam_figures.OfFiles({str(place): outcome for place, outcome in found.items()}, how, THRESHOLD)


def _of_this_site() -> spam_figures.Report:
    """What the judges said against what moderators decided, and the filter alone, cross-validated on decisions."""
    samples = training.samples()
    spam = sum(sample.spam for sample in samples)
    enough = min(spam, len(samples) - spam) >= 2 * FEWEST
    return spam_figures.OfSite(figures.overall(), cross_validated(samples) if enough else None)


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
