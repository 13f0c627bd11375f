"""What follows from the evidence: identities, topics and the derived tables."""
