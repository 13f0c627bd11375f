"""Evidence: open data in canonical tables, and what follows from it."""
