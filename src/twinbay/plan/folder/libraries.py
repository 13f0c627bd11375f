"""Add the measures of libraries, the shipped one and the folder's own, to a programme."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from twinbay.plan.folder.findings import Findings
from twinbay.plan.folder.records import Record
from twinbay.plan.programme import Programme

OWN = ("measure_library.csv", "measure_library.xlsx")
"""Files of a folder with measures for every region that has what they act on."""


def with_libraries(
    programme: Programme,
    folder: Path,
    own: Sequence[Record],
    findings: Findings,
    *,
    shipped: bool,
) -> Programme:
    """Return the programme with the measures of libraries where it has none of that id.

    A measure of the folder's library takes the place of the shipped one of the same base id.

    Arguments:
        programme: as its tables have it.
        folder: may hold one of ``OWN``.
        own: the rows of its table of measures, whose interactions may name those of libraries.
        findings: receives every fault of the folder's library.
        shipped: whether the shipped library is added.
    """
    # The libraries are read with the readers of this room.
    from twinbay.plan.measures.library import check_matches, load_library, measures_for
    from twinbay.plan.measures.reading import read_measures

    bases = load_library() if shipped else ()
    for name in OWN:
        if (folder / name).is_file():
            reading = read_measures(
                folder / name, beside=load_library(), cny_per_usd=programme.money.cny_per_usd
            )
            findings.problems.extend(reading.problems)
            findings.problems.extend(check_matches(programme, reading.measures))
            findings.notes.extend(reading.notes)
            replaced = {base.base_id for base in reading.measures}
            bases = (*(b for b in bases if b.base_id not in replaced), *reading.measures)
    taken = {measure.id for measure in programme.measures}
    added = tuple(m for m in measures_for(programme, bases) if m.id not in taken)
    there = {measure.id for measure in (*programme.measures, *added)}
    for record in own:
        for interaction in record.get("interactions", ()):
            if interaction.measure not in there:
                record.row.problem("interactions", f"there is no “{interaction.measure}”")
    return replace(programme, measures=(*programme.measures, *added))
