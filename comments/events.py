"""What happens to comments. Each event is sent by exactly one verb, after the commit."""

from django.dispatch import Signal

submitted = Signal()
"""comment: a new comment that somebody sent; held or already approved."""

corrected = Signal()
"""comment: a comment whose words a moderator changed."""

moderated = Signal()
"""comment: a comment whose state a moderator changed."""
