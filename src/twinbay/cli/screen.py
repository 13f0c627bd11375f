"""``twinbay screen``: names against lists of restricted parties, for a person to decide."""

import argparse
import json
import os
import sys
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from twinbay.cli.terminal import ProgressCall, print_json, print_table, progress_display
from twinbay.errors import ConfigurationError, SourceError
from twinbay.screen import (
    THRESHOLD,
    Kind,
    ListReading,
    Match,
    Quarantine,
    Rescreening,
    Subject,
    compare_matches,
    match_from_record,
    match_to_record,
    read_list,
    read_subjects,
    screen,
    to_csv,
    to_xlsx,
)

EXAMPLES = """\
examples:
  twinbay screen "Huaxing Optoelectronics" --list consolidated.csv
  twinbay screen members.xlsx --list consolidated.json --list own.csv --out matches.xlsx
  twinbay screen members.csv --list consolidated.csv --json > monday.json
  twinbay screen members.csv --list consolidated.csv --previous monday.json    what is new

A list is the US Consolidated Screening List (CSV or JSON), the European or the British list (CSV),
or any CSV: with the headings name, aliases, kind, country, birth year (名称, 别名, 类型, 国家,
出生年份), or with a map of its columns beside it: own.csv, own.columns.toml.

A match is a hint for a person's decision. It never means that two names are of one party.
"""

_TABLES = {".csv": to_csv, ".xlsx": to_xlsx}
_FILES = (".csv", ".tsv", ".xlsx", ".xlsm", ".gz", ".zip", ".txt")
_SHOWN = 50


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "screen",
        help="screen names against lists of restricted parties",
        description="Find names of organisations and people that may be those of parties on lists "
        "of restricted parties: the same, an alias, nearly the same, Chinese characters and their "
        "Pinyin, Cantonese or English. Each match has a score and a reason.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "names",
        nargs="+",
        metavar="FILE_OR_NAME",
        help="a name, or a table of names (.csv, .xlsx) with the heading name (名称)",
    )
    parser.add_argument(
        "--list",
        dest="lists",
        action="append",
        required=True,
        type=Path,
        metavar="PATH",
        help="a list of restricted parties; may be given several times",
    )
    parser.add_argument(
        "--kind",
        choices=[str(kind) for kind in (Kind.ORGANISATION, Kind.PERSON, Kind.UNKNOWN)],
        default=str(Kind.UNKNOWN),
        help="what the names are of, where a table does not say (%(default)s)",
    )
    parser.add_argument(
        "--threshold",
        type=_threshold,
        default=THRESHOLD,
        metavar="SCORE",
        help="least score of a match, above 0 and at most 1 (%(default)s)",
    )
    parser.add_argument(
        "--previous",
        type=Path,
        metavar="FILE",
        help="JSON of an earlier run: show only what is new, changed or gone",
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write the matches as a table (.csv or .xlsx)"
    )
    parser.add_argument(
        "--quarantine", type=Path, metavar="FILE", help="write what could not be read (.jsonl)"
    )
    parser.add_argument(
        "--language", choices=("en", "zh"), default="en", help="of the reasons (%(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run_screen)


def run_screen(options: argparse.Namespace) -> int:
    """Screen the names; 3 when rows of a list or a table were left out, else 0."""
    if options.out and options.out.suffix.lower() not in _TABLES:
        raise ConfigurationError(
            f"cannot write {options.out.name}", remedy="Choose a name ending in .csv or .xlsx."
        )
    earlier = _earlier(options.previous) if options.previous else None
    with progress_display(quiet=options.json) as progress:
        subjects, quarantines = _subjects(options.names, Kind(options.kind))
        readings = _readings(options.lists, progress)
        matches = screen(
            subjects,
            [reading.list for reading in readings],
            threshold=options.threshold,
            progress=progress,
        )
    quarantines += [reading.quarantine for reading in readings]
    changes = _changes(earlier, matches, subjects, readings) if earlier is not None else None
    shown = changes.to_decide if changes else matches
    if options.out:
        _write(options.out, _TABLES[options.out.suffix.lower()](shown))
    if options.quarantine:
        _write(options.quarantine, _quarantine_lines(quarantines))
    if options.json:
        print_json(_as_json(options, subjects, readings, matches, changes))
    else:
        _print(options, subjects, readings, shown, changes)
    _warn(quarantines, options.quarantine)
    return 3 if any(q.left_out or not q.complete for q in quarantines) else 0


def _threshold(text: str) -> float:
    score = float(text)
    if not 0 < score <= 1:
        raise argparse.ArgumentTypeError("the threshold lies above 0 and is at most 1")
    return score


def _subjects(names: Sequence[str], kind: Kind) -> tuple[list[Subject], list[Quarantine]]:
    """Return the subjects of names and tables; a name is anything that is no file."""
    subjects: list[Subject] = []
    quarantines: list[Quarantine] = []
    for name in names:
        path = Path(name)
        if path.suffix.lower() in _FILES:
            found, quarantine = read_subjects(path, kind)
            subjects += found
            quarantines.append(quarantine)
        else:
            subjects.append(Subject(name, kind=kind))
    return subjects, quarantines


def _readings(paths: Iterable[Path], progress: ProgressCall) -> list[ListReading]:
    readings: list[ListReading] = []
    for path in paths:
        progress(f"reading {path.name}", 0, 1)
        readings.append(read_list(path, progress=progress))
    return readings


def _earlier(path: Path) -> list[Match]:
    """Return the matches of an earlier run's JSON."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        records = record["matches"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SourceError(
            "is no result of an earlier screening",
            where=str(path),
            remedy="Give a file that “twinbay screen … --json” wrote.",
        ) from error
    return [match_from_record(record) for record in records]


def _changes(
    earlier: Sequence[Match],
    matches: Sequence[Match],
    subjects: Iterable[Subject],
    readings: Iterable[ListReading],
) -> Rescreening:
    keys = {subject.key for subject in subjects}
    lists = {reading.list.name for reading in readings}
    same = [match for match in earlier if match.subject in keys and match.list_name in lists]
    return compare_matches(same, matches)


def _as_json(
    options: argparse.Namespace,
    subjects: Sequence[Subject],
    readings: Iterable[ListReading],
    matches: Iterable[Match],
    changes: Rescreening | None,
) -> dict[str, Any]:
    record: dict[str, Any] = {
        "names": len(subjects),
        "threshold": options.threshold,
        "lists": [
            {
                "name": reading.list.name,
                "version": reading.list.version,
                "published": reading.list.published,
                "entries": len(reading.list.entries),
                "left_out": reading.quarantine.left_out,
                "complete": reading.quarantine.complete,
            }
            for reading in readings
        ],
        "matches": [match_to_record(match) for match in matches],
    }
    if changes:
        record["changes"] = {
            "new": [match_to_record(match) for match in changes.new],
            "changed": [
                {"what": change.what, "match": match_to_record(change.after)}
                for change in changes.changed
            ],
            "gone": [match_to_record(match) for match in changes.gone],
            "kept": len(changes.kept),
        }
    return record


def _print(
    options: argparse.Namespace,
    subjects: Sequence[Subject],
    readings: Iterable[ListReading],
    shown: Sequence[Match],
    changes: Rescreening | None,
) -> None:
    for reading in readings:
        made = reading.list
        print(
            f"{made.name}: {len(made.entries):,} entries, version {made.version[:12]}, "
            f"{made.published}"
        )
    if changes:
        print(
            f"{len(changes.new):,} new, {len(changes.changed):,} changed, "
            f"{len(changes.gone):,} gone, {len(changes.kept):,} as before"
        )
    if shown:
        print()
        rows = [
            (f"{match.score:.2f}", match.subject_name, match.matched_name, match.kind)
            for match in shown[:_SHOWN]
        ]
        print_table(("score", "name", "on the list", "match"), rows, numbers=(0,))
        print()
        for match in shown[:_SHOWN]:
            print(f"- {match.reason[options.language]}")
        if len(shown) > _SHOWN:
            print(f"… and {len(shown) - _SHOWN:,} more; write them all with --out matches.csv")
    print(
        f"\n{len(subjects):,} names screened, {len(shown):,} matches to decide. A match is a hint, "
        "not a finding; no match is no clearance."
    )
    if options.out:
        print(f"written to {options.out}")


def _warn(quarantines: Iterable[Quarantine], target: Path | None) -> None:
    for quarantine in quarantines:
        if not quarantine.complete:
            print(
                f"twinbay: {quarantine.file} is incomplete: entries are missing; get it again",
                file=sys.stderr,
            )
        if quarantine.left_out:
            where = f"see {target}" if target else "list them with --quarantine FILE"
            print(
                f"twinbay: {quarantine.file}: {quarantine.left_out:,} rows were left out; {where}",
                file=sys.stderr,
            )


def _quarantine_lines(quarantines: Iterable[Quarantine]) -> bytes:
    lines = [
        json.dumps(asdict(problem), ensure_ascii=False) + "\n"
        for quarantine in quarantines
        for problem in quarantine.problems
    ]
    return "".join(lines).encode("utf-8", errors="replace")


def _write(target: Path, content: bytes) -> None:
    """Write a file in one step, so that an interruption leaves the earlier one."""
    beside = target.with_name(f".unfinished-{target.name}-{uuid.uuid4().hex[:8]}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except OSError as error:
        raise ConfigurationError(
            f"cannot write: {error.strerror or error}",
            where=str(target),
            remedy="Choose a folder that exists and may be written.",
        ) from error
    finally:
        beside.unlink(missing_ok=True)
