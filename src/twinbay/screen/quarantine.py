"""What could not be read from a list, where it is, and why; good rows load all the same."""

from collections import Counter
from dataclasses import dataclass, field

EXCERPT_LENGTH = 200  # characters
KEPT_PROBLEMS = 10_000  # beyond that problems are counted, not listed


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was wrong.

    Attributes:
        file: the file's name.
        line: line or record from 1, 0 when the whole file is meant.
        field: the column or JSON field, "" when the whole row is meant.
        reason: what was wrong and what became of it.
        excerpt: the beginning of the offending value.
        loaded: whether the row was loaded all the same, without the offending value.
    """

    file: str
    line: int
    field: str
    reason: str
    excerpt: str = ""
    loaded: bool = False


@dataclass
class Quarantine:
    """Collects problems while a file is read.

    Attributes:
        file: the file's name.
        problems: the first problems, at most ``KEPT_PROBLEMS``.
        reasons: number of problems by reason, all of them.
        left_out: number of problems whose rows were not loaded.
        complete: False when the file ended before its time, so that entries are missing.
    """

    file: str
    problems: list[Problem] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    left_out: int = 0
    complete: bool = True

    def add(
        self, line: int, field: str, reason: str, excerpt: object = "", *, loaded: bool = False
    ) -> None:
        """Record one problem; arguments as in ``Problem``."""
        self.reasons[reason] += 1
        self.left_out += not loaded
        if len(self.problems) < KEPT_PROBLEMS:
            text = str(excerpt)[:EXCERPT_LENGTH]
            self.problems.append(Problem(self.file, line, field, reason, text, loaded))

    def incomplete(self, line: int, reason: str) -> None:
        """Record that the file cannot be read on from a line."""
        self.complete = False
        self.add(line, "", f"{reason}; what comes before it was read", loaded=True)

    @property
    def total(self) -> int:
        """The number of problems."""
        return sum(self.reasons.values())
