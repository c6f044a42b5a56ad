"""Everything that happens because something else happened."""
