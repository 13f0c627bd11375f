"""What an officer says about a flagged name."""
