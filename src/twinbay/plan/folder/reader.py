"""Read a programme folder; every problem of all its files is said at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from twinbay.errors import SourceError
from twinbay.plan.folder.building import Builder
from twinbay.plan.folder.findings import Findings, place_of
from twinbay.plan.folder.layout import TABLES
from twinbay.plan.folder.libraries import with_libraries
from twinbay.plan.folder.plausibility import check_plausibility
from twinbay.plan.folder.profiles import Profiles, read_profiles
from twinbay.plan.folder.records import Record, read_records
from twinbay.plan.folder.references import check_circles, check_references
from twinbay.plan.folder.scenarios import Scenario, scenarios_of
from twinbay.plan.folder.settings import NAME, Header, read_header
from twinbay.plan.folder.shape import Table
from twinbay.plan.folder.sheets import Sheet
from twinbay.plan.problems import Problem, ProgrammeError
from twinbay.plan.programme import Grade, Programme, Provenance
from twinbay.tabular.grids import Grid, read_csv, read_workbook
from twinbay.tabular.headings import forms, normal

WORKBOOK = "programme.xlsx"
PROFILES = "profiles"
BESIDE = frozenset({"delivery", "实施", "actuals", "实绩", "measurelibrary"})
"""Tables of the folder that other rooms read (``twinbay.plan.delivery``, ``.measures``)."""
REQUIRED_DRIVERS = ("population", "gdp")


@dataclass(frozen=True, slots=True)
class Reference:
    """What the key of a source stands for: how to cite it, and where it is."""

    key: str
    reference: str
    address: str


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """What a programme folder holds.

    Attributes:
        programme: the programme as it stands.
        scenarios: other assumptions to compare with it.
        bays: side of the pair of regions (``sf-bay``) to the programme's regions on it.
        references: what the keys of sources stand for.
        accepted: numbers that are right although they look implausible.
        sources: of the rows of drivers and prices: ``drivers/region/quantity`` to provenance.
        remarks: notes beside rows: ``table/record`` to text.
        notes: what was put right or passed over while reading.
        places: ``record kind/record/field`` to the cell, to say where a later problem lies.
        clocks: region to hours that its standard time is ahead of UTC, as its demand profile says.
    """

    programme: Programme
    scenarios: tuple[Scenario, ...] = ()
    bays: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    accepted: tuple[str, ...] = ()
    sources: Mapping[str, Provenance] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    clocks: Mapping[str, int] = field(default_factory=dict)

    def placed(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        """Return problems of the programme's values with the cell that each comes from."""
        return tuple(
            problem
            if problem.place
            else Problem(
                problem.record,
                problem.record_id,
                problem.field,
                problem.problem,
                problem.remedy,
                self.places.get(f"{problem.record}/{problem.record_id}/{problem.field}")
                or self.places.get(f"{problem.record}/{problem.record_id}/", ""),
            )
            for problem in problems
        )


def read_folder(path: Path) -> PlanFolder:
    """Return what a programme folder holds.

    Arguments:
        path: the folder.

    Raises:
        SourceError: a file is missing, damaged or of another kind.
        ProgrammeError: the tables are wrong; carries every problem with its place.
    """
    if not path.is_dir():
        raise SourceError(
            "there is no such folder",
            where=str(path),
            remedy="“twinbay plan new FOLDER” writes one to fill in.",
        )
    findings = Findings()
    header = read_header(path / NAME, findings)
    grids = _grids(path, findings)
    records = {table.key: _read_table(table, grids, header, findings) for table in TABLES}
    profile_files = sorted((path / PROFILES).glob("*.csv"))
    profiles = read_profiles([read_csv(f, f"{PROFILES}/{f.name}") for f in profile_files], findings)
    _check(records, profiles, header, findings)
    if findings.problems:
        raise ProgrammeError(_sorted(findings.problems))
    programme = Builder(header, records, profiles).programme()
    programme = with_libraries(
        programme, path, records["measures"], findings, shipped=header.library
    )
    scenarios = scenarios_of(records["scenarios"], header.scenario_names, programme, findings)
    if findings.problems:
        raise ProgrammeError(_sorted(findings.problems))
    return PlanFolder(
        programme=programme,
        scenarios=scenarios,
        bays=header.bays,
        references=tuple(
            Reference(r.id, r.get("reference"), r.get("address")) for r in records["references"]
        ),
        accepted=header.accepted,
        sources=_sources(records),
        remarks={
            f"{key}/{record.id}": record.get("note")
            for key, found in records.items()
            for record in found
            if record.get("note")
        },
        notes=tuple(findings.notes),
        places=_places(records),
        clocks={
            region.id: profiles.offsets[region.demand_profile]
            for region in programme.regions
            if region.demand_profile in profiles.offsets
        },
    )


def _grids(path: Path, findings: Findings) -> dict[str, list[Grid]]:
    """Return table key to what was found of it: its CSV file first, then the workbook's sheet."""
    grids = [read_csv(file) for file in sorted(path.glob("*.csv"))]
    book = path / WORKBOOK
    if book.is_file():
        grids.extend(read_workbook(book))
    found: dict[str, list[Grid]] = {}
    for grid in grids:
        names = forms(grid.name)
        fitting = [t.key for t in TABLES if names & {normal(t.key), normal(t.zh)}]
        if fitting:
            found.setdefault(fitting[0], []).append(grid)
        elif not names & BESIDE:
            findings.note("folder", grid.name, "no table has this name; it was not read", grid.file)
    return found


def _read_table(
    table: Table, grids: Mapping[str, Sequence[Grid]], header: Header, findings: Findings
) -> list[Record]:
    fitting = grids.get(table.key, ())
    for more in fitting[1:]:
        findings.note(
            table.key,
            "",
            f"it holds {table.key} a second time; {fitting[0].file} was read",
            more.file,
        )
    if not fitting:
        if table.required:
            findings.problem(
                table.key,
                "",
                "file",
                f"there is no table “{table.key}” ({table.zh})",
                "“twinbay plan new” shows what it holds.",
                place_of(f"{table.key}.csv"),
            )
        return []
    sheet = Sheet(table, fitting[0], header.milestones, findings)
    return read_records(sheet, header.money.cny_per_usd)


def _check(
    records: Mapping[str, Sequence[Record]],
    profiles: Profiles,
    header: Header,
    findings: Findings,
) -> None:
    known = {key: frozenset(record.id for record in found) for key, found in records.items()}
    check_references(
        records,
        {**known, "profiles": frozenset(profiles.values)},
        later="measures" if header.library else "",
    )
    _check_bays(header, known["regions"], findings)
    check_circles(records["measures"])
    check_plausibility(records, header.accepted)
    given = {record.id for record in records["drivers"]}
    for record in records["regions"]:
        for quantity in REQUIRED_DRIVERS:
            if f"{record.id}/{quantity}" not in given:
                findings.problem(
                    "driver",
                    f"{record.id}/{quantity}",
                    "quantity",
                    f"the region {record.id} has no row for {quantity}",
                    "Add it.",
                    place_of("drivers.csv"),
                )
    _check_milestones(records, header)


def _check_bays(header: Header, regions: frozenset[str], findings: Findings) -> None:
    for side, listed in header.bays.items():
        for region in listed:
            if region not in regions:
                findings.problem(
                    "programme",
                    header.id,
                    "bays",
                    f"“{region}”, listed under {side}, is no region",
                    "",
                    place_of(NAME),
                )


def _check_milestones(records: Mapping[str, Sequence[Record]], header: Header) -> None:
    for table, key in (("targets", "year"), ("joint_projects", "earliest")):
        for record in records[table]:
            year = record.get(key, None)
            if year is not None and year not in header.milestones:
                years = ", ".join(map(str, header.milestones))
                record.row.problem(key, f"{year} is no milestone; the milestones are {years}")


def _sources(records: Mapping[str, Sequence[Record]]) -> dict[str, Provenance]:
    return {
        f"{table}/{record.id}": Provenance(
            record.get("source"), record.get("source_year", None), Grade(record.get("grade", "D"))
        )
        for table in ("drivers", "prices")
        for record in records[table]
        if record.get("source")
    }


def _places(records: Mapping[str, Sequence[Record]]) -> dict[str, str]:
    places = {}
    for found in records.values():
        for record in found:
            kind = record.row.sheet.table.record
            places[f"{kind}/{record.id}/"] = record.row.place()
            for key in record.values:
                places[f"{kind}/{record.id}/{key}"] = record.row.place(key)
    return places


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return problems by file, in the order in which they were found within one."""
    order = {problem.place.split(",")[0]: None for problem in problems}
    files = {file: number for number, file in enumerate(order)}
    return tuple(sorted(problems, key=lambda p: files[p.place.split(",")[0]]))
