"""The platform: pages and an API over the engines (Django)."""
