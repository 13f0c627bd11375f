"""Interests and deals in the programming interface."""
