"""What stands around the text: widgets and menus."""
