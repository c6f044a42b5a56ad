"""What happens in the blog. Each event is sent by exactly one verb, after the commit."""

from django.dispatch import Signal

published = Signal()
"""entry: the post or page that the public sees for the first time."""

edited = Signal()
"""entry: a post or page whose text or settings an editor saved; it may or may not be public."""

withdrawn = Signal()
"""entry: a post or page that was public and answers 410 from now on."""

removed = Signal()
"""entry: a post or page whose row is gone, pk: its key; keys: the surrogate keys of what showed it."""

arranged = Signal()
"""subject: a category, a tag, an author or a former address that was named, moved or deleted."""

refreshed = Signal()
"""text: what is kept beside a text was made anew without an editor: its HTML, or which posts are akin to it."""

configured = Signal()
"""site: the site's settings, saved."""

taken_in = Signal()
"""image: a picture whose file came in; its lighter copies are still to be made."""

image_changed = Signal()
"""image: a picture whose lighter copies or whose words changed; texts that show it are out of date."""
