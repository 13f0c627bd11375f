"""What is filled in for a webhook."""
