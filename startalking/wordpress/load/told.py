"""What will stand in the report about a conversation, once its transaction has ended well."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from startalking.core import text
from startalking.wordpress.records import Comment
from startalking.wordpress.report import Line, Outcome, Report


@dataclass
class Told:
    lines: list[Line] = field(default_factory=list)

    def add(self, kind: str, comment: Comment, outcome: Outcome, notes: Iterable[str] = ()) -> None:
        self.lines.append(Line(kind, comment.id, text.shorten(comment.author, 60), outcome, list(notes)))

    def report(self, report: Report) -> None:
        report.lines.extend(self.lines)
