"""Delivering to webhooks, safely."""
