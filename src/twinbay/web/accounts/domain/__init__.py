"""What can be done with accounts, memberships and consent."""
