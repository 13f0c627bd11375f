"""Members: who they are, for whom they act, what they agreed to."""
