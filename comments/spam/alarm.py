"""A judge that suddenly catches nearly everything is more likely wrong than right. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

RECENT: Final = 20
BEFORE: Final = 200
NEARLY_ALL: Final = 0.9
USUAL: Final = 0.5
COUNTS: Final = 1.0
"""From so many points on a finding catches something."""


@dataclass(frozen=True)
class Alarm:
    """Of the newest `of` comments the judge caught `caught`; before it was the share `usual`, from 0 to 1."""

    judge: str
    caught: int
    of: int
    usual: float


def alarms(verdicts: Sequence[Mapping[str, Any]]) -> list[Alarm]:
    """`verdicts` as they are stored, the newest first. Says nothing before there are `RECENT` of them."""
    recent, before = verdicts[:RECENT], verdicts[RECENT : RECENT + BEFORE]
    if len(recent) < RECENT:
        return []
    now, then = _caught(recent), _caught(before)
    usual = {judge: then[judge] / len(before) if before else 0.0 for judge in now}
    return [
        Alarm(judge, number, RECENT, usual[judge])
        for judge, number in sorted(now.items())
        if number >= NEARLY_ALL * RECENT and usual[judge] <= USUAL
    ]


def _caught(verdicts: Sequence[Mapping[str, Any]]) -> Counter[str]:
    return Counter(
        finding["judge"]
        for verdict in verdicts
        for finding in verdict.get("findings", [])
        if finding["points"] >= COUNTS
    )
