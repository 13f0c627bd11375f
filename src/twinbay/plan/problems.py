"""What is wrong with a programme, said about the file and field concerned, all at once."""

from dataclasses import dataclass

from twinbay.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a programme.

    Attributes:
        record: the kind of record (``measure``, ``technology``, ``target`` ...).
        record_id: its identifier.
        field: the attribute at fault.
        problem: what is wrong, in one sentence.
        remedy: what to do.
        place: file, sheet, row and column, when the programme was read from a folder.
    """

    record: str
    record_id: str
    field: str
    problem: str
    remedy: str = ""
    place: str = ""


class ProgrammeError(ConfigurationError):
    """A programme that cannot be computed as it stands; carries every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        lines = [
            ": ".join(
                part
                for part in (p.place, f"{p.record} {p.record_id}, {p.field}: {p.problem}")
                if part
            )
            for p in problems
        ]
        count = len(problems)
        super().__init__(
            f"the programme has {count} problem{'s' if count != 1 else ''}:\n  "
            + "\n  ".join(lines),
            remedy="Correct the records named and run again.",
        )


class InfeasibleError(ConfigurationError):
    """Targets that no pathway can keep; says by how much the nearest one misses each.

    Attributes:
        misses: target id to the least amount, in the target's unit, by which it has to be
            slackened for a pathway to exist.
    """

    def __init__(self, sentences: tuple[str, ...], misses: dict[str, float]) -> None:
        self.misses = misses
        super().__init__(
            "no pathway keeps every target:\n  " + "\n  ".join(sentences),
            remedy="Slacken these targets by the amounts named, or raise potentials and limits.",
        )
