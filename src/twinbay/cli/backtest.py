"""``twinbay backtest``: how often the suggestions of an earlier year came true."""

import argparse
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from twinbay.cli.terminal import ProgressCall, print_json, print_table, progress_display
from twinbay.errors import ConfigurationError, NotFoundError
from twinbay.lake.folders import home_folder
from twinbay.lake.store import Lake
from twinbay.match.backtest.measures import MEASURES, Measured
from twinbay.match.backtest.people import AIMS, PeopleResult, run_people_backtest
from twinbay.match.backtest.people_report import write_people_report
from twinbay.match.backtest.phrases import MEASURE_NAMES, RANKING_NAMES
from twinbay.match.backtest.report import write_report
from twinbay.match.backtest.running import BacktestResult, run_backtest
from twinbay.match.backtest.stages import Stages
from twinbay.match.backtest.task import Task
from twinbay.match.encoders import Encoder, default_encoder
from twinbay.match.ranking.candidates import Sides
from twinbay.match.ranking.folder import backtest_folder
from twinbay.match.ranking.reading import read_folder, read_lake
from twinbay.match.ranking.records import Records
from twinbay.match.ranking.snapshot import LEAST_WORKS
from twinbay.regions import DEFAULT_PAIR, RegionPair, load_pair

READING_VERSION = "1"  # changes when the same tables would be read differently


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "backtest",
        help="test suggestions against what later happened",
        description="Learn on what was known at the end of a year, rank the pairs of organisations "
        "that had no joint work yet, and count which of them had one in the years after. Writes "
        "backtest.json and a report in HTML and Markdown, English and Chinese. An interrupted run "
        "goes on where it was.",
        epilog="examples:\n"
        "  twinbay backtest --split 2018\n"
        "  twinbay backtest --split 2018 --horizon 3 --from US --to CN --out report\n"
        "  twinbay backtest --split 2018 --folder my-tables --from US --to CN --out report\n"
        "  twinbay backtest --split 2018 --people --out report",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--split", type=int, required=True, help="the last year that is known")
    parser.add_argument("--horizon", type=int, default=3, help="years to look ahead (%(default)s)")
    parser.add_argument(
        "--from",
        dest="origin",
        metavar="PLACE",
        help="region or country that asks (default: the first region of the pair)",
    )
    parser.add_argument(
        "--to",
        dest="destination",
        metavar="PLACE",
        help="region or country to find partners in (default: the second region of the pair)",
    )
    parser.add_argument(
        "--least-works",
        type=int,
        default=LEAST_WORKS,
        help="works by the split from which an organisation takes part (%(default)s)",
    )
    parser.add_argument(
        "--people",
        action="store_true",
        help="rank researchers for researchers, and host organisations for researchers",
    )
    parser.add_argument(
        "--folder",
        type=Path,
        help="read works.parquet and authorships.parquet from a folder (default: the lake in use)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        help="folder for the report (default: where the web site's page on accuracy reads it)",
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the backtest and write its report."""
    if options.least_works < 1:
        raise ConfigurationError(
            "an organisation needs at least one work to be ranked",
            where="--least-works",
            remedy="Give 1 or more.",
        )
    options.out = options.out or backtest_folder(home_folder())
    cache = Stages(home_folder() / "cache" / "backtest")
    with progress_display(quiet=options.json) as progress:
        pair, records = _read(options, cache, progress)
        sides = Sides(
            options.origin or pair.regions[0].region_id,
            options.destination or pair.regions[1].region_id,
        )
        task = Task(options.split, options.horizon, sides, options.least_works)
        if options.people:
            found = [run_people_backtest(records, task, aim, progress) for aim in AIMS]
            return _report_people(found, options)
        result = run_backtest(records, task, pair.fields_of_topic, cache, progress)
        files = write_report(result, options.out, lambda f, code: field_name(pair, f, code))
    if options.json:
        print_json(result.as_json())
    else:
        _print(result, files)
    return 0


def _report_people(found: Sequence[PeopleResult], options: argparse.Namespace) -> int:
    files = [path for result in found for path in write_people_report(result, options.out)]
    if options.json:
        print_json([asdict(result) for result in found])
        return 0
    for result in found:
        print(
            f"{result.aim}: {result.origin} to {result.destination}, split {result.split}: "
            f"{result.queries:,} researchers, {result.pairs:,} pairs, {result.became:,} true\n"
        )
        _print_rankings(result.rankings)
        print()
    print(f"Report: {', '.join(str(path) for path in files if path.suffix == '.html')}")
    return 0


def _print_rankings(rankings: Mapping[str, Mapping[str, Measured]]) -> None:
    print_table(
        ["ranking", *(MEASURE_NAMES[name]["en"] for name in MEASURES)],
        [
            [RANKING_NAMES[name]["en"], *(f"{measured[m].value:.3f}" for m in MEASURES)]
            for name, measured in rankings.items()
        ],
        numbers=range(1, len(MEASURES) + 1),
    )


def _read(
    options: argparse.Namespace, cache: Stages, progress: ProgressCall
) -> tuple[RegionPair, Records]:
    encoder = default_encoder()
    if options.folder is not None:
        key = [READING_VERSION, encoder.name, _digest(options.folder)]
        arrays = cache.get(
            "record", key, lambda: read_folder(options.folder, encoder, progress).as_arrays()
        )
        return load_pair(DEFAULT_PAIR), Records.from_arrays(arrays)
    lake = Lake.open(home_folder())
    pair = load_pair(lake.pair_source or DEFAULT_PAIR)
    key = [READING_VERSION, encoder.name, lake.build_id]
    arrays = cache.get("record", key, lambda: _of_lake(lake, encoder, progress).as_arrays())
    return pair, Records.from_arrays(arrays)


def _of_lake(lake: Lake, encoder: Encoder, progress: ProgressCall) -> Records:
    if not lake.rows("works"):
        raise NotFoundError(
            "the lake holds no works, only aggregate figures",
            where=str(lake.path("works")),
            remedy="Import works with their authors (twinbay lake import), or give --folder.",
        )
    return read_lake(lake, encoder, progress)


def _digest(folder: Path) -> list[str]:
    """Return the hashes of a folder's tables; missing ones are reported when they are read."""
    found = []
    for name in ("works.parquet", "authorships.parquet"):
        path = folder / name
        if path.is_file():
            with path.open("rb") as file:
                found.append(hashlib.file_digest(file, "sha256").hexdigest())
    return found


def field_name(pair: RegionPair, field_id: str, language: str) -> str:
    """Return a field's name in the language "en" or "zh"."""
    field = pair.field(field_id)
    return field.name.zh if language == "zh" else field.name.en


def _print(result: BacktestResult, files: tuple[Path, ...]) -> None:
    print(
        f"{result.origin} to {result.destination}, split {result.split}: "
        f"{result.organisations:,} organisations, {result.pairs:,} pairs, "
        f"{result.became:,} first collaborations by {result.last_year}\n"
    )
    _print_rankings(result.rankings)
    print(f"\nReport: {next(path for path in files if path.name == 'report.html')}")
