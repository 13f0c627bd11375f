"""Opportunities: what members offer and need, from the first draft to the release under NDA."""
