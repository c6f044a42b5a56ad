"""What happens to linkbacks. Each event is sent by exactly one verb, after the commit."""

from django.dispatch import Signal

received = Signal()
"""incoming: a new linkback, or one that came again."""

moderated = Signal()
"""incoming: a linkback whose state a moderator changed."""
