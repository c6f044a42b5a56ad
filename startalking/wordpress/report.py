"""What became of everything in an export, thing by thing: as a table for the eye, as JSON for the record."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from startalking.wordpress.problems import SENTENCES, Notice


class Outcome(StrEnum):
    TAKEN = "taken over"
    CHANGED = "taken over, changed"
    PRESENT = "was here already"
    LEFT_OUT = "left out"


KINDS: Final[Mapping[str, Promise]] = {
    "author": _("Authors"),
    "category": _("Categories"),
    "tag": _("Tags"),
    "term": _("Other terms"),
    "post": _("Posts"),
    "page": _("Pages"),
    "attachment": _("Pictures and files"),
    "comment": _("Comments"),
    "linkback": _("Linkbacks"),
    "menu": _("Menus"),
    "menu_entry": _("Menu entries"),
    "other": _("Other things"),
}
HEADINGS: Final = (_("Found"), _("Taken over"), _("Of these changed"), _("Here already"), _("Left out"))


@dataclass
class Line:
    """One thing of the export. `notes` are sentences: what was changed, or why it was left out."""

    kind: str
    id: int | str
    title: str
    outcome: Outcome
    notes: list[str] = field(default_factory=list)
    address: str = ""

    def as_json(self) -> dict[str, Any]:
        told = {"kind": self.kind, "id": self.id, "title": self.title, "outcome": str(self.outcome)}
        more = {"address": self.address, "notes": self.notes}
        return told | {name: value for name, value in more.items() if value}


@dataclass
class Report:
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What concerns the file or the site as a whole."""
    seconds: float = 0.0

    def taken(self, kind: str, id: int | str, title: str, notes: Iterable[str] = (), address: str = "") -> None:  # noqa: A002
        said = list(notes)
        self.lines.append(Line(kind, id, title, Outcome.CHANGED if said else Outcome.TAKEN, said, address))

    def present(self, kind: str, id: int | str, title: str, notes: Iterable[str] = ()) -> None:  # noqa: A002
        self.lines.append(Line(kind, id, title, Outcome.PRESENT, list(notes)))

    def left_out(self, kind: str, id: int | str, title: str, reason: str) -> None:  # noqa: A002
        self.lines.append(Line(kind, id, title, Outcome.LEFT_OUT, [reason]))

    @property
    def changed_anything(self) -> bool:
        return any(line.outcome in (Outcome.TAKEN, Outcome.CHANGED) for line in self.lines)

    def counts(self) -> dict[str, Counter[Outcome]]:
        """How often each outcome came, by kind, in the order of `KINDS`."""
        found: dict[str, Counter[Outcome]] = {kind: Counter() for kind in KINDS}
        for line in self.lines:
            found[line.kind][line.outcome] += 1
        return {kind: counted for kind, counted in found.items() if counted}

    def table(self) -> Iterator[str]:
        """The lines of the table, as wide as its words are in the language that is active."""
        names = [str(KINDS[kind]) for kind in self.counts()]
        first = max(map(len, names), default=0)
        headings = [str(heading) for heading in HEADINGS]
        yield " " * first + "".join(f"  {heading}" for heading in headings)
        for name, counted in zip(names, self.counts().values(), strict=True):
            cells = zip(_cells(counted), headings, strict=True)
            yield f"{name:{first}}" + "".join(f"  {count:{len(heading)}}" for count, heading in cells)

    def reasons(self) -> list[tuple[str, str, int]]:
        """Why things were left out: kind, sentence and how often, the most frequent first."""
        counted: Counter[tuple[str, str]] = Counter()
        for line in self.lines:
            if line.outcome is Outcome.LEFT_OUT:
                counted[str(KINDS[line.kind]), line.notes[0]] += 1
        return [(kind, reason, count) for (kind, reason), count in counted.most_common()]

    def as_json(self) -> dict[str, Any]:
        counts = {
            kind: dict(zip(("found", "taken_over", "changed", "present", "left_out"), _cells(counted), strict=True))
            for kind, counted in self.counts().items()
        }
        things = [line.as_json() for line in self.lines]
        return {"seconds": round(self.seconds, 1), "notes": self.notes, "counts": counts, "things": things}


def sentence(notice: Notice) -> str:
    """What was noticed, in the language that is active."""
    return gettext(SENTENCES[notice.code]) % notice.facts


def _cells(counted: Counter[Outcome]) -> tuple[int, int, int, int, int]:
    taken = counted[Outcome.TAKEN] + counted[Outcome.CHANGED]
    return counted.total(), taken, counted[Outcome.CHANGED], counted[Outcome.PRESENT], counted[Outcome.LEFT_OUT]
