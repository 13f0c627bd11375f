"""The list of notifications."""
