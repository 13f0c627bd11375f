"""Names on the platform against lists of restricted parties, for an officer to decide."""
