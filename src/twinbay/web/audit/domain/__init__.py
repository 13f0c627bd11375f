"""Keeping the trail, and reading it."""
