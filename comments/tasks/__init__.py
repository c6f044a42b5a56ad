"""Work on comments that nobody has to wait for. Each task looks its row up and calls a verb or writes a letter."""

from comments.tasks.clearing import empty_quarantine, empty_trash
from comments.tasks.learning import learn, learn_when_due
from comments.tasks.moderators import (
    raise_alarm,
    remind_of_waiting,
    send_digest,
    tell_moderators,
    tell_of_report,
    tell_of_waiting,
)

__all__ = [
    "empty_quarantine",
    "empty_trash",
    "learn",
    "learn_when_due",
    "raise_alarm",
    "remind_of_waiting",
    "send_digest",
    "tell_moderators",
    "tell_of_report",
    "tell_of_waiting",
]
