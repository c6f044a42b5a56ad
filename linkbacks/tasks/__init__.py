"""Work on linkbacks that nobody has to wait for. Each task looks its row up and calls a verb or writes a letter."""

from linkbacks.tasks.incoming import forget_the_untrue, verify, verify_due
from linkbacks.tasks.moderators import tell_moderators, tell_of_waiting

__all__ = ["forget_the_untrue", "tell_moderators", "tell_of_waiting", "verify", "verify_due"]
