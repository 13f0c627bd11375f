"""Measures: the shipped library, users' own, their interactions and what abatement costs."""
