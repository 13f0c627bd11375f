"""Restricted-party screening: names in; hints for a person's decision out."""
