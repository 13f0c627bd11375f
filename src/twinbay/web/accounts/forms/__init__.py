"""What members fill in about themselves and their organisations."""
