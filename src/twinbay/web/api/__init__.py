"""The programming interface: who asks, how much, in pages; the rooms bring their own routes."""
