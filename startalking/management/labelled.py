"""Reads files of judged comments: JSON lines with `text` and `spam`, which is 1 or 0. Other keys do not matter."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from comments.spam.learning import Sample


class LabelledError(Exception):
    """Why a file cannot be used, in a sentence that names it and the line."""


def read(place: Path) -> list[Sample]:
    """All samples of a file, in its order. Raises LabelledError."""
    try:
        lines = place.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise LabelledError(
            _("%(file)s cannot be read: %(reason)s.") % {"file": place, "reason": error.strerror or error}
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise LabelledError(_fault(place, line, _("this is not UTF-8."))) from error
    return list(_samples(place, lines))


def demand(samples: Sequence[Sample], fewest: int, name: str) -> None:
    """Raises LabelledError where there are too few of a kind to learn from."""
    spam = sum(sample.spam for sample in samples)
    if min(spam, len(samples) - spam) < fewest:
        raise LabelledError(
            _("%(file)s: %(spam)d rows of spam and %(ham)d of honest comments; at least %(fewest)d of each are needed.")
            % {"file": name, "spam": spam, "ham": len(samples) - spam, "fewest": fewest}
        )


def _samples(place: Path, lines: Sequence[str]) -> Iterator[Sample]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _sample(line)
            except ValueError as error:
                raise LabelledError(_fault(place, number, str(error))) from error


def _sample(line: str) -> Sample:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(_("this is not JSON.")) from error
    if not isinstance(row, dict):
        raise ValueError(_("this is not a JSON object."))  # noqa: TRY004 (a fault of the file, not of a caller)
    if not isinstance(text := row.get("text"), str):
        raise ValueError(_("“text” is missing, or it is not a text."))  # noqa: TRY004
    if row.get("spam") not in (0, 1):
        raise ValueError(_("“spam” is missing, or it is neither 1 nor 0."))
    return Sample(text, bool(row["spam"]))


def _fault(place: Path, line: int, reason: str) -> str:
    return _("%(file)s, line %(line)d: %(reason)s") % {"file": place, "line": line, "reason": reason}
