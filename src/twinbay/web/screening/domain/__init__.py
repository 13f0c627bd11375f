"""Loading lists, screening parties, deciding."""
