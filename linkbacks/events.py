"""What happens to linkbacks. Each event is sent by exactly one verb, after the commit."""

from django.dispatch import Signal

received = Signal()
"""incoming: a new linkback, or one that came again; its source is to be looked at."""

checked = Signal()
"""incoming: a linkback whose source was looked at."""

moderated = Signal()
"""incoming: a linkback that came to another state."""

configured = Signal()
"""policy: the rules for linkbacks, saved."""

queued = Signal()
"""outgoing: a page elsewhere is to be told."""
