"""Changes of the tables of deals."""
