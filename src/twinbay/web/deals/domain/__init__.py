"""What is done with interests, conversations and deals."""
