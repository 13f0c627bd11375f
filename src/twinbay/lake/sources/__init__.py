"""Readers of open data: each turns one kind of source into staged tables."""
