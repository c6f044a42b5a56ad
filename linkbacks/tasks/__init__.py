"""Work on linkbacks that nobody has to wait for. Each task looks its row up and calls a verb or writes a letter."""

from linkbacks.tasks.incoming import forget_the_untrue, verify, verify_due
from linkbacks.tasks.moderators import tell_moderators, tell_of_waiting
from linkbacks.tasks.sending import begin_ledger, deliver, deliver_due, keep_ledger, settle_left_behind

__all__ = [
    "begin_ledger",
    "deliver",
    "deliver_due",
    "forget_the_untrue",
    "keep_ledger",
    "settle_left_behind",
    "tell_moderators",
    "tell_of_waiting",
    "verify",
    "verify_due",
]
