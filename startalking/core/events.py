"""How the ground floor calls upwards: an app announces what happened, `startalking/reactions.py` listens."""

from functools import partial
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal


def announce(event: Signal, sender: models.Model, **facts: Any) -> None:
    """Send `event` with its facts once the surrounding transaction has committed; never when it is rolled back."""
    transaction.on_commit(partial(_send, event, sender, facts))


def _send(event: Signal, sender: models.Model, facts: dict[str, Any]) -> None:
    event.send(sender=type(sender), **facts)
