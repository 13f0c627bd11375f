"""What is filled in for a token."""
