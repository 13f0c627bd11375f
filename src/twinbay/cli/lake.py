"""``twinbay lake``: import and fetch open data, build the lake, see what it holds."""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from twinbay.cli.lake_building import (
    Built,
    add_build_options,
    build_and_index,
    pair_source,
    print_rows,
    run_build,
    tell,
)
from twinbay.cli.lake_readers import reader_of
from twinbay.cli.terminal import print_json, progress_display
from twinbay.lake.folders import home_folder, lake_folder
from twinbay.lake.importing import ImportReport, import_reports, import_source, remove_source
from twinbay.lake.sources.detection import KINDS, detect_kind
from twinbay.lake.staging import Reader
from twinbay.lake.store import Lake, current_build
from twinbay.regions import load_pair

ROWS_LEFT_OUT = 3  # exit code: done, but see the quarantine report
_LOADED = ("works", "affiliations", "organisations", "people", "citations", "deals", "focus")


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "lake",
        help="import open data, build the evidence, show what is loaded",
        description="The lake holds the evidence: what open data say about organisations, people "
        "and works. Sources are imported one by one; a build makes the tables that the platform "
        "reads. The build in use changes only when the new one is complete.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _register_import(actions)
    _register_fetch(actions)
    _register_build(actions)
    status = _action(
        actions,
        "status",
        run_status,
        "show the imports and the build in use",
        "Show what was imported, what was left out and why, and the tables of the build in use.",
    )
    status.add_argument("--json", action="store_true", help="print JSON")
    remove = _action(
        actions,
        "remove",
        run_remove,
        "take an import out of the lake",
        "Remove an import; the build in use keeps it until the next build, which follows at once "
        "unless --no-build is given.",
    )
    remove.add_argument("source", help="its name, as twinbay lake status shows it")
    add_build_options(remove, optional=True)


def _action(
    actions: Any,
    name: str,
    run: Callable[[argparse.Namespace], int],
    brief: str,
    description: str,
    *examples: str,
    more: str = "",
) -> argparse.ArgumentParser:
    """Add an action with its help: a line, a description, examples and where to read more."""
    shown = "\n".join(("examples:", *(f"  twinbay lake {name} {example}" for example in examples)))
    parser: argparse.ArgumentParser = actions.add_parser(
        name,
        help=brief,
        description=description,
        epilog="\n\n".join(part for part in (shown if examples else "", more) if part) or None,
        formatter_class=argparse.RawDescriptionHelpFormatter
        if examples
        else argparse.HelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def _register_import(actions: Any) -> None:
    parser = _action(
        actions,
        "import",
        run_import,
        "import a file or folder, then build",
        "Import a source. Known are: a folder of tidy tables (works and authorships, "
        "Parquet or CSV), OpenAlex (pages of its API, or its snapshot's gzipped JSON lines), the "
        "ROR data dump, and a CSV table of transactions. What was read before and has not changed "
        "is not read again. Rows that cannot be used are left out and listed in a report; the "
        "exit code is then 3. Then the lake and the search index are built, so that the platform "
        "opens at once.",
        "my-tables",
        "my-tables --columns columns.toml --source my-university",
        "openalex-snapshot --countries US,CN,HK,MO --no-build",
        "v1.63-ror-data.zip",
        more="docs/how-to/import-your-data.md explains the tables and the column map.",
    )
    parser.add_argument("path", type=Path, help="the file or folder")
    parser.add_argument("--as", dest="kind", choices=KINDS, help="the kind (default: looked up)")
    parser.add_argument(
        "--columns", type=Path, help="column map of tables (default: columns.toml beside them)"
    )
    parser.add_argument(
        "--source", help="name of the import (default: the folder's or the source's own)"
    )
    parser.add_argument("--countries", help="OpenAlex and ROR: only these, such as US,CN,HK,MO")
    add_build_options(parser, optional=True)


def _register_build(actions: Any) -> None:
    parser = _action(
        actions,
        "build",
        run_build,
        "build the tables and the search index from the imports",
        "Resolve organisations and people, assign regions and topics, derive the figures, switch "
        "the lake to the result, and index it for search. A build of the same imports with the "
        "same settings is not made again.",
        "",
        "--encoder none",
        "--pair bavaria--quebec --memory 8GB",
    )
    add_build_options(parser, optional=False)


def _register_fetch(actions: Any) -> None:
    parser = _action(
        actions,
        "fetch",
        run_fetch,
        "fetch works from the OpenAlex API, import them, build",
        "Fetch pages from the OpenAlex API into the home folder, politely (one "
        "request at a time, slower when asked to), and import them. An interrupted fetch goes on "
        "where it stopped. A free API key in $OPENALEX_API_KEY lets OpenAlex answer more.",
        "openalex --regions --years 2018-2024 --mailto you@example.org",
        "openalex --filter 'topics.id:T10090,from_publication_date:2020-01-01'"
        " --mailto you@example.org",
    )
    parser.add_argument("service", choices=("openalex",), help="the service")
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument(
        "--regions",
        action="store_true",
        help="works of organisations of both regions together (those with a ROR id in the lake)",
    )
    chosen.add_argument("--region", help="works of the organisations of one region")
    chosen.add_argument("--filter", help="an OpenAlex filter of works")
    parser.add_argument("--years", type=_years, help="years of publication, such as 2018-2024")
    parser.add_argument("--mailto", help="your e-mail address, so that OpenAlex can reach you")
    add_build_options(parser, optional=True)


def run_import(options: argparse.Namespace) -> int:
    """Import, report, build."""
    reader = reader_of(
        options.kind or detect_kind(options.path),
        options.path,
        columns=options.columns,
        source=options.source,
        countries=options.countries,
    )
    return _import_and_build(reader, options)


def run_fetch(options: argparse.Namespace) -> int:
    """Fetch, import, report, build."""
    from twinbay.lake.sources.openalex_api import fetch_works

    home = home_folder()
    folder = lake_folder(home) / "fetched" / options.service
    filters = _filters(home, options)
    with progress_display(quiet=options.json) as progress:
        for query in filters:
            fetch_works(folder, query, options.mailto or "", progress=progress)
    return _import_and_build(reader_of("openalex", folder, source="openalex-api"), options)


def _filters(home: Path, options: argparse.Namespace) -> list[str]:
    """Return the OpenAlex filters that were asked for."""
    from twinbay.lake.sources.openalex_filters import (
        joint_works_filters,
        region_works_filters,
        rors_of_regions,
    )

    if options.filter:
        return [options.filter]
    pair = load_pair(pair_source(home, options.pair))
    rors = rors_of_regions(Lake.open(home).arrow("organisations").to_pylist())
    if options.region:
        return region_works_filters(pair, options.region, rors, options.years)
    return joint_works_filters(pair, rors, options.years)


def _years(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    try:
        return int(first), int(last or first)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not like 2018-2024") from None


def _import_and_build(reader: Reader, options: argparse.Namespace) -> int:
    home = home_folder()
    built = Built()
    with progress_display(quiet=options.json) as progress:
        imported = import_source(home, reader, progress)
        if not options.no_build:
            built = build_and_index(home, options, progress)
    if not options.json:
        _print_import(imported)
    tell({"import": _import_json(imported)}, built, as_json=options.json)
    return ROWS_LEFT_OUT if imported.left_out else 0


def run_remove(options: argparse.Namespace) -> int:
    """Remove an import, and build from the rest if there is any."""
    home = home_folder()
    remove_source(home, options.source)
    built = Built()
    if not options.no_build and import_reports(home):
        with progress_display(quiet=options.json) as progress:
            built = build_and_index(home, options, progress)
    if not options.json:
        print(f"{options.source}: removed")
    tell({"removed": options.source}, built, as_json=options.json)
    return 0


def run_status(options: argparse.Namespace) -> int:
    """Print the imports and the build in use."""
    home = home_folder()
    imports = import_reports(home)
    lake = Lake.open(home) if current_build(home) else None
    if options.json:
        print_json(
            {
                "home": home,
                "imports": [_import_json(item) for item in imports],
                "build": lake.manifest if lake else None,
            }
        )
        return 0
    print(f"home: {home}\n")
    if not imports and lake is None:
        print("Nothing is loaded yet. Load the bundled evidence: twinbay demo")
        print("Load your own: twinbay lake import FOLDER")
        return 0
    for item in imports:
        _print_import(item)
        print()
    if lake is None:
        print("There is no build yet: twinbay lake build")
        return 0
    manifest = lake.manifest
    print(f"build {lake.build_id} of {manifest.get('built', '')}, pair {manifest.get('pair', '')}")
    print_rows(manifest.get("rows", {}))
    for note in manifest.get("notes", []):
        print(f"  note: {note}")
    return 0


def _import_json(report: ImportReport) -> dict[str, Any]:
    return {**asdict(report), "unchanged": report.unchanged}


def _print_import(report: ImportReport) -> None:
    loaded = [f"{report.rows[name]:,} {name}" for name in _LOADED if report.rows.get(name)]
    print(f"{report.source}: {', '.join(loaded) or 'no rows'}")
    if report.problems:
        for reason, count in sorted(report.problems.items(), key=lambda item: -item[1]):
            print(f"  {count:>9,}  {reason}")
        print(f"  each with file, line and field in {report.quarantine}")
