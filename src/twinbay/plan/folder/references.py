"""Check that what records name exists, and that no measures need each other in a circle."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from twinbay.plan.folder.records import Record
from twinbay.plan.folder.shape import Column, Content
from twinbay.plan.measure import InteractionKind

Identifiers = Mapping[str, frozenset[str]]
"""Table key to the identifiers of its records; ``profiles`` among them."""


def check_references(
    records: Mapping[str, Sequence[Record]], known: Identifiers, later: str = ""
) -> None:
    """Note every cell that names a record that does not exist.

    Arguments:
        records: table key to its records.
        known: identifiers that exist.
        later: a table whose records are not all known yet.
    """
    for found in records.values():
        for record in found:
            for column in record.row.sheet.table.columns:
                refers = column.refers and column.refers != later
                if refers and column.key in record.values:
                    _check(record, column, known)


def _check(record: Record, column: Column, known: Identifiers) -> None:
    tables = column.refers.split("|")
    there = frozenset().union(*(known.get(table, frozenset()) for table in tables))
    for name in _named(column, record.values[column.key]):
        if name and name not in there:
            near = get_close_matches(name, there, 1, 0.75)
            remedy = f"Did you mean “{near[0]}”?" if near else "Add it, or correct the cell."
            record.row.problem(column.key, f"there is no “{name}” in {_or(tables)}", remedy)


def _named(column: Column, value: object) -> Iterator[str]:
    if column.content is Content.INTERACTIONS and isinstance(value, tuple):
        yield from (interaction.measure for interaction in value)
    elif isinstance(value, Mapping):
        yield from value
    else:
        yield str(value)


def _or(tables: Sequence[str]) -> str:
    return " or ".join(tables)


def check_circles(measures: Sequence[Record]) -> None:
    """Note measures that require each other in a circle: none of them could begin."""
    needs = {
        record.id: [
            interaction.measure
            for interaction in record.get("interactions", ())
            if interaction.kind is InteractionKind.REQUIRES
        ]
        for record in measures
    }
    rows = {record.id: record.row for record in measures}
    for circle in circles(needs):
        row = rows[circle[0]]
        path = " → ".join((*circle, circle[0]))
        row.problem(
            "interactions",
            f"the measures require each other in a circle: {path}",
            "Take one of these requirements away.",
        )


def circles(needs: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Return the circles of a directed graph that a depth-first walk closes, each once.

    Arguments:
        needs: node to the nodes that it leads to.
    """
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for start in needs:
        if start in done:
            continue
        path: list[str] = [start]
        branches = [iter(needs[start])]
        while branches:
            following = next(branches[-1], None)
            if following is None:
                done.add(path.pop())
                branches.pop()
            elif following in path:
                found.append(tuple(path[path.index(following) :]))
            elif following in needs and following not in done:
                path.append(following)
                branches.append(iter(needs[following]))
    return found
