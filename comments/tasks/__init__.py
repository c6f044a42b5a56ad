"""Work on comments that nobody has to wait for. Each task looks its row up and calls a verb or writes a letter."""

from comments.tasks.clearing import empty_quarantine, empty_trash
from comments.tasks.followers import forget_unconfirmed, tell_follower, tell_followers, tell_those_behind
from comments.tasks.learning import learn, learn_when_due
from comments.tasks.moderators import (
    raise_alarm,
    remind_of_waiting,
    send_digest,
    tell_moderators,
    tell_of_report,
    tell_of_reports,
    tell_of_waiting,
)
from comments.tasks.writers import ask_follower, send_key, send_wished_letters

__all__ = [
    "ask_follower",
    "empty_quarantine",
    "empty_trash",
    "forget_unconfirmed",
    "learn",
    "learn_when_due",
    "raise_alarm",
    "remind_of_waiting",
    "send_digest",
    "send_key",
    "send_wished_letters",
    "tell_follower",
    "tell_followers",
    "tell_moderators",
    "tell_of_report",
    "tell_of_reports",
    "tell_of_waiting",
    "tell_those_behind",
]
