"""What was found wrong while a programme folder is read, gathered so that all is said at once."""

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from twinbay.plan.problems import Problem


@dataclass
class Findings:
    """Problems, which forbid to compute, and notes, which say what was put right or passed over."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def problem(
        self,
        record: str,
        record_id: str,
        key: str,
        problem: str,
        remedy: str = "",
        place: str = "",
    ) -> None:
        """Note something that forbids to compute the programme."""
        found = Problem(record, record_id, key, problem, remedy, place)
        if found not in self.problems:
            self.problems.append(found)

    def note(self, record: str, key: str, said: str, place: str = "", remedy: str = "") -> None:
        """Note something that was put right or passed over."""
        found = Problem(record, "", key, said, remedy, place)
        if found not in self.notes:
            self.notes.append(found)


def place_of(file: str, row: int = 0, column: int = -1, heading: str = "") -> str:
    """Return where a cell is, as messages say it.

    Arguments:
        file: name of the file, with the sheet of a workbook.
        row: counted as a spreadsheet does, from 1; 0 for the file as a whole.
        column: from 0; negative for the row as a whole.
        heading: of the column.
    """
    parts = [file]
    if row:
        parts.append(f"row {row}")
    if column >= 0:
        parts.append(f"column {get_column_letter(column + 1)} “{heading}”")
    elif heading:
        parts.append(f"column “{heading}”")
    return ", ".join(parts)
