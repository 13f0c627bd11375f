"""The audit trail on pages."""
