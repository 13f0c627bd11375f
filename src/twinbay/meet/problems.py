"""What is wrong with an event's data, said about the record concerned, all at once."""

from dataclasses import dataclass

from twinbay.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an event.

    Attributes:
        record: the kind of record: ``delegate``, ``request``, ``slot``, ``table``, ``interpreter``,
            ``group``, ``fixed``, ``separation``, ``precedence``, ``journey``, ``rules`` or
            ``event``.
        record_id: its identifier (a separation's, precedence's or journey's two, joined by
            ``--``).
        field: the attribute at fault.
        problem: what is wrong, in one sentence.
        remedy: what to do.
        conflict: identifiers of records that contradict each other: a minimal set, so that
            dropping any one of them resolves the contradiction.
    """

    record: str
    record_id: str
    field: str
    problem: str
    remedy: str = ""
    conflict: tuple[str, ...] = ()


class EventError(ConfigurationError):
    """An event that cannot be solved as it stands; carries every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        lines = [f"{p.record} {p.record_id}, {p.field}: {p.problem}" for p in problems]
        count = len(problems)
        super().__init__(
            f"the event has {count} problem{'s' if count != 1 else ''}:\n  " + "\n  ".join(lines),
            remedy="Correct the records named and run again.",
        )
