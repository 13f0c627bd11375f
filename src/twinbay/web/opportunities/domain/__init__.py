"""What happens to opportunities."""
