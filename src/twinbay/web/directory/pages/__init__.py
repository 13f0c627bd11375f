"""Pages of the directory: what they show, and the views that answer."""
