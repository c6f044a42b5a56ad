"""What happens to comments. Each event is sent by exactly one verb, after the commit."""

from django.dispatch import Signal

submitted = Signal()
"""comment: a new comment that somebody sent; held, spam or already approved."""

shown = Signal()
"""comment: a comment that readers see for the first time."""

corrected = Signal()
"""comment: a comment whose words were changed, or that was pinned or unpinned."""

moderated = Signal()
"""comment: a comment that came to another state; hand: whose it was."""

erased = Signal()
"""comment: a comment of which nothing but its place is left."""

reported = Signal()
"""report: a reader says that something is wrong with a comment."""

key_wished = Signal()
"""writer: somebody who wants the key to the own comments by mail."""

follow_begun = Signal()
"""follow: somebody wants to follow a conversation; the address has still to say yes."""

follow_confirmed = Signal()
"""follow: the address has said yes."""
