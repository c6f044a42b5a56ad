"""WordPress exports: `parse` reads the file, `html` makes our markup of theirs, `threads` lays out its trees. All of these are pure."""
