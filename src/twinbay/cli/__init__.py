"""The command ``twinbay``: one command over every room.

Each module of this package adds its subcommands to the parser with ``register`` and does their
work by calling an engine; ``terminal`` holds what all of them share with the user's terminal.
"""

from twinbay.cli.main import main

__all__ = ["main"]
