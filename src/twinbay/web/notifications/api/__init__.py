"""Notifications in the programming interface."""
