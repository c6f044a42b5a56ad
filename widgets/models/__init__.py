"""What stands around the text: widgets and menus."""

from widgets.models.entry import MenuEntry
from widgets.models.menu import Menu
from widgets.models.widget import Widget, WidgetQuerySet

__all__ = ["Menu", "MenuEntry", "Widget", "WidgetQuerySet"]
