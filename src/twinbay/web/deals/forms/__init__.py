"""What is written about deals."""
