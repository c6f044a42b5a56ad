"""WordPress exports: `parse` reads the file, `html` makes our markup of theirs, `threads` lays out its trees.

What these use in turn (all but `load`) is pure: no Django, no network, no clock.
"""
