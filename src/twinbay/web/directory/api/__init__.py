"""The directory in the programming interface."""
