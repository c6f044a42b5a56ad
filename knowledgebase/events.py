"""What happens in the knowledge base. Each event is sent by exactly one verb, after the commit."""

from django.dispatch import Signal

changed = Signal()
"""article: an article that was published, edited or withdrawn."""

published = Signal()
"""article: an article that the public sees, for the first time or again."""

removed = Signal()
"""article: an article whose row is gone, pk: its number; key: the surrogate key of what showed it."""

arranged = Signal()
"""section: a section that was named, moved or deleted."""
