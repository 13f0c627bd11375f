"""Migrations of opportunities."""
