"""Learned partner ranking: what was known at a moment, its features, a model, a likelihood."""
