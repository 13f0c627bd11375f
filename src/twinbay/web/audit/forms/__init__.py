"""What is asked of the audit trail."""
