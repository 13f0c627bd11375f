"""Keys for programs that act for a member."""
