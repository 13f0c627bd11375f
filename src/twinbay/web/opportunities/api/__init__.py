"""Opportunities in the programming interface."""
