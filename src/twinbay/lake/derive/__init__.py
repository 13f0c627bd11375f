"""What follows from the sources: resolved organisations and people, regions, topics, counts."""
