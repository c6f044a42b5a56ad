"""A folder of JSON lines becomes a site: rows as the models would have left them, written in bulk. Nobody is told."""
