"""Backtests: what the suggestions of an earlier year would have been worth."""
