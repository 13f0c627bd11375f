"""Deals: interest, conversation, stages to signature."""
