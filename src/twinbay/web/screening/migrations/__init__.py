"""Changes of the screening's tables."""
