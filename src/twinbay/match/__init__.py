"""Who fits whom: encoders, hybrid search, partner ranking with reasons."""
