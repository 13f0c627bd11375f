"""Changes of the webhooks' tables."""
