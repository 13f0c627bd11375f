"""How alike two names are, and which names of a list are worth comparing with a given one."""
