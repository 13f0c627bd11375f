"""What can be done in the directory, and what its pages ask of the engines."""
