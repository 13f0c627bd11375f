"""Readers of open data: each yields rows of the canonical tables or rows for quarantine."""
