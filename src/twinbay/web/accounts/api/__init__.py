"""Accounts in the programming interface."""
