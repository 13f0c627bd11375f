"""Changes of the tables of background work."""
