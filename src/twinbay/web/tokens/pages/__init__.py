"""The page of one's tokens."""
