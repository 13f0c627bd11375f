"""What is read of the screening."""
