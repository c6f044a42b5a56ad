from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4


class Means(StrEnum):
    """By what way a comment came to another state."""

    DESK = "desk"
    LETTER = "letter"
    WRITER = "writer"
    RULE = "rule"
    UNDO = "undo"


@dataclass(frozen=True)
class Hand:
    """Who moves comments, and how. What one hand moves belongs together and can be undone together."""

    user: Any = None
    means: Means = Means.DESK
    batch: UUID = field(default_factory=uuid4)
