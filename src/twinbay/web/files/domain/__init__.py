"""Storing uploaded files."""
