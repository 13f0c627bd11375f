"""What members send about opportunities, checked."""
