"""What visitors send, checked."""
