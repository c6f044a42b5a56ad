from dataclasses import asdict, dataclass, field
from typing import Any, Final

HOLD: Final = 3.0
"""From so many points on somebody has to look."""

SPAM: Final = 8.0
"""From so many points on it is spam, where more than the words say so."""


@dataclass(frozen=True)
class Finding:
    """What one judge says. Points above zero speak against a comment; `reason` and `facts` become a sentence for
    moderators in `comments/verdicts.py`.
    """

    judge: str
    points: float
    reason: str
    facts: dict[str, Any] = field(default_factory=dict)
    of_text: bool = False
    """It rests on the words alone: such findings hold a comment and never condemn it."""
    is_order: bool = False
    """The moderators want to see such comments, whoever writes them."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
