"""Migrations of uploaded files."""
