"""Changes of the directory's tables, in order."""
