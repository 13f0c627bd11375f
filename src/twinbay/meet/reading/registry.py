"""Records by identifier and by name, and what a cell that names one of them means."""

from dataclasses import dataclass, field

from twinbay.meet.reading.sheets import Row
from twinbay.tabular.headings import normal


@dataclass
class Registry:
    """The records of one kind; ``kind`` is how messages call one."""

    kind: str
    rows: dict[str, Row] = field(default_factory=dict)
    named: dict[str, list[str]] = field(default_factory=dict)

    def add(self, row: Row, identifier: str, *names: str) -> bool:
        """Enter a record; note a fault and return False when its identifier is taken."""
        earlier = self.rows.get(identifier)
        if not identifier:
            return False
        if earlier is not None:
            key = "id" if row.text("id") else next(iter(row.sheet.positions), "")
            for candidate in ("name", "number", "host"):
                if not row.text("id") and candidate in row.sheet.positions:
                    key = candidate
            where = f"{earlier.sheet.file}, row {earlier.number}"
            row.fault(
                key,
                f"“{identifier}” is used twice: also in {where}",
                "Give each record an id of its own.",
            )
            return False
        self.rows[identifier] = row
        for name in dict.fromkeys(normal(name) for name in names if name):
            self.named.setdefault(name, []).append(identifier)
        return True

    def find(self, row: Row, key: str, text: str) -> str:
        """Return the identifier of the record that a cell names; empty, with a fault, if none."""
        if text in self.rows:
            return text
        fitting = self.named.get(normal(text), [])
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            row.fault(key, f"“{text}” may be any of {', '.join(fitting)}", "Write the id instead.")
        else:
            row.fault(key, f"there is no {self.kind} “{text}”", "Add it, or correct the cell.")
        return ""

    def find_one(self, row: Row, key: str) -> str:
        """Return the identifier of the record that a cell names; empty when the cell is."""
        text = row.text(key)
        return self.find(row, key, text) if text else ""

    def find_all(self, row: Row, key: str) -> tuple[str, ...]:
        """Return the identifiers of the records that a cell lists."""
        found = (self.find(row, key, part) for part in row.parts(key))
        return tuple(dict.fromkeys(name for name in found if name))
