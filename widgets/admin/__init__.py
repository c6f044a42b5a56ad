"""The admin of what stands around the text."""

from widgets.admin import entry, menu, widget

__all__ = ["entry", "menu", "widget"]
