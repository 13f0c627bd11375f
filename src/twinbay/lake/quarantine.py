"""The quarantine report: what could not be loaded, where it is, and why.

One JSON line per problem: file, line, field, reason, excerpt, loaded. Good rows load all the same.
"""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

EXCERPT_LENGTH = 200  # characters
KEPT_PROBLEMS = 10_000  # per part; beyond that problems are counted, not listed


@dataclass(frozen=True)
class Problem:
    """One thing that was wrong.

    Attributes:
        file: the file's name.
        line: line or row number from 1, 0 when the whole file is meant.
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
    """Collects problems while a source is read.

    Attributes:
        problems: the first problems, at most ``KEPT_PROBLEMS``.
        reasons: number of problems by reason, all of them.
        left_out: number of problems whose rows were not loaded.
    """

    problems: list[Problem] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    left_out: int = 0

    def add(
        self,
        file: str,
        line: int,
        field: str,
        reason: str,
        excerpt: object = "",
        *,
        loaded: bool = False,
    ) -> None:
        """Record one problem; arguments as in ``Problem``."""
        self.reasons[reason] += 1
        self.left_out += not loaded
        if len(self.problems) < KEPT_PROBLEMS:
            text = str(excerpt)[:EXCERPT_LENGTH]
            self.problems.append(Problem(file, line, field, reason, text, loaded))

    @property
    def total(self) -> int:
        """The number of problems."""
        return sum(self.reasons.values())

    def write(self, path: Path) -> None:
        """Write the report as JSON lines; the last line counts what is not listed, if any."""
        with path.open("w", encoding="utf-8") as file:
            for problem in self.problems:
                file.write(json.dumps(asdict(problem), ensure_ascii=False) + "\n")
            if self.total > len(self.problems):
                rest = self.total - len(self.problems)
                line = Problem("", 0, "", f"{rest:,} more problems are not listed")
                file.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
