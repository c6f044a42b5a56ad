"""What happens in the blog. Each event is sent by exactly one verb, after the commit."""

from django.dispatch import Signal

published = Signal()
"""entry: the post or page that the public sees for the first time."""

edited = Signal()
"""entry: a post or page whose text or settings an editor saved; it may or may not be public."""

withdrawn = Signal()
"""entry: a post or page that was public and answers 410 from now on."""
