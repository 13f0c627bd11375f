"""What the directory reads from the lake and from the platform's database."""
