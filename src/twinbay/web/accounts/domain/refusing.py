"""What the rules of accounts refuse, in words for the reader."""

from typing import Any


class Refused(Exception):
    """A change that the rules do not allow; ``text`` is translated and shown beside the form."""

    def __init__(self, text: Any) -> None:
        self.text = text
        super().__init__(str(text))
