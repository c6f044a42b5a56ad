"""What every part of one import shares."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from startalking.wordpress.media import Media
from startalking.wordpress.origin import Origin
from startalking.wordpress.progress import Progress
from startalking.wordpress.report import Report
from startalking.wordpress.survey import Survey


@dataclass(frozen=True)
class Intake:
    source: Path
    survey: Survey
    origin: Origin
    media: Media
    progress: Progress
    report: Report = field(default_factory=Report)
    started: datetime = field(default_factory=timezone.now)

    def ref(self, kind: str, key: int | str) -> str:
        return self.origin.ref(kind, key)
