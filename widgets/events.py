"""What happens to widgets and menus. Sent after the commit."""

from django.dispatch import Signal

changed = Signal()
"""subject: a widget, a menu or an entry of one that was saved, moved or deleted; None for several at once."""
