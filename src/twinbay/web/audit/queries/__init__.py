"""What is read of the audit trail."""
