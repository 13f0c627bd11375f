"""Changes of the tables of notifications."""
