"""How a form came here: from which place, and how often its sender has sent one lately."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

from comments import origins
from comments.models import Policy
from startalking.core import limits, senders

SENDER_WINDOW: Final = 600
MINUTE: Final = 60


@dataclass(frozen=True)
class Circumstances:
    from_here: bool = True
    wait: int = 0
    """Seconds until one more comment is taken from this sender, or from anybody."""


def of(request: HttpRequest) -> Circumstances:
    """The circumstances of a form that was sent; counts it. Of the sender nothing is kept, see `core/senders.py`."""
    policy = Policy.objects.current()
    key = f"comments.sender.{senders.mark_of(request)}"
    wait = limits.allow(key, policy.per_sender, SENDER_WINDOW) or limits.allow("comments", policy.per_minute, MINUTE)
    return Circumstances(origins.is_ours(request), wait)
