"""What is read of deals."""
