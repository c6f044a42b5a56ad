"""Files of one JSON object a line, whoever wrote them: fields by any of their names, and what is wrong in words."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

SHOWN = 60


class UnreadableError(Exception):
    """Says in which file and line something is wrong, and what would be right."""


@dataclass(frozen=True)
class Line:
    """One object. A field's further names are tried when the first is missing, null or empty."""

    file: str
    number: int
    fields: Mapping[str, Any]

    def text(self, *names: str, required: bool = False) -> str:
        """A text; a number is one, too. Missing and null are an empty text."""
        name, value = self._given(names)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self.wrong(f"“{name}” is {_shown(value)}. Expected: a text.")
        if required and not str(value).strip():
            raise self.wrong(f"“{name}” is missing. Expected: a text that is not empty.")
        return str(value)

    def key(self, *names: str) -> str:
        """What identifies something: a number or a text. 0 is nothing, as WordPress writes it."""
        name, value = self._given(names)
        if isinstance(value, bool | float) or not isinstance(value, str | int):
            raise self.wrong(f"“{name}” is {_shown(value)}. Expected: a number, a text, or null.")
        return "" if value == 0 else str(value).strip()

    def several(self, *names: str) -> list[str]:
        """A list of texts, or of objects with a slug or a name; one text alone is a list of one."""
        name, value = self._given(names)
        parts = value if isinstance(value, list) else [value] if value else []
        parts = [part.get("slug") or part.get("name") if isinstance(part, dict) else part for part in parts]
        if not all(isinstance(part, str) for part in parts):
            raise self.wrong(f'“{name}” is {_shown(value)}. Expected: a list of texts such as ["one", "two"].')
        return [part.strip() for part in parts if part.strip()]

    def moment(self, *names: str) -> datetime | None:
        """A moment in UTC: ISO 8601, without a zone UTC; the date of a letter; or seconds since 1970."""
        name, value = self._given(names)
        if not value or str(value).startswith("0000-00-00"):
            return None
        try:
            return _moment(value)
        except (ValueError, OverflowError, TypeError, OSError):
            problem = f"“{name}” is {_shown(value)}. Expected: a moment such as 2026-05-17T08:00:00Z."
        raise self.wrong(problem)

    def wrong(self, what: str) -> UnreadableError:
        return UnreadableError(f"{self.file}, line {self.number}: {what}")

    def _given(self, names: tuple[str, ...]) -> tuple[str, Any]:
        for name in names:
            if self.fields.get(name) not in (None, ""):
                return name, self.fields[name]
        return names[0], ""


def read(path: Path) -> Iterator[Line | UnreadableError]:
    """The lines of a file, or why one cannot be read; the rest goes on. Empty lines do not count."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            content = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            if content.strip():
                yield _line(path.name, number, content)


def _line(file: str, number: int, content: bytes) -> Line | UnreadableError:
    line = Line(file, number, {})
    try:
        fields = json.loads(content.decode())
    except UnicodeDecodeError as error:
        return line.wrong(f"this is not UTF-8 (at byte {error.start + 1}). Save the file as UTF-8.")
    except json.JSONDecodeError as error:
        why = f"{error.msg}, at character {error.pos + 1}"
        return line.wrong(f'this is not JSON ({why}). Each line holds one object such as {{"slug": "one"}}.')
    except RecursionError:
        return line.wrong("this is nested too deeply. Each line holds one plain object.")
    if not isinstance(fields, dict):
        return line.wrong(f'this is {_shown(fields)}. Each line holds one object such as {{"slug": "one"}}.')
    return Line(file, number, fields)


def _moment(value: Any) -> datetime:
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if abs(value) > 1e11 else value  # JavaScript counts milliseconds
        return datetime.fromtimestamp(seconds, UTC)
    written = str(value).strip()
    for zone in (" UTC", " GMT"):
        written = f"{written.removesuffix(zone)}Z" if written.endswith(zone) and written[0].isdecimal() else written
    at = datetime.fromisoformat(written) if written[:1].isdecimal() else parsedate_to_datetime(written)
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    if not date(1, 1, 3) < at.date() < date(9999, 12, 29):  # every time zone can still say it
        raise OverflowError
    return at


def _shown(value: Any) -> str:
    if value == "":
        return "missing"
    written = json.dumps(value, ensure_ascii=False)
    return written if len(written) <= SHOWN else f"{written[:SHOWN]}…"
