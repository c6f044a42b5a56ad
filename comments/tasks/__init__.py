"""Work on comments that nobody has to wait for. Each task looks its row up and calls a verb or writes a letter."""

from comments.tasks.moderators import tell_moderators, tell_of_waiting

__all__ = ["tell_moderators", "tell_of_waiting"]
