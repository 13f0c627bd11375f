"""Changes of the tokens' tables."""
