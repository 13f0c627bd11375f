"""``twinbay lake``: import and fetch open data, build the lake, see what it holds."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from twinbay.cli.terminal import ProgressCall, print_json, print_table, progress_display
from twinbay.errors import ConfigurationError, LakeError
from twinbay.lake.build import DEFAULT_MEMORY, BuildReport, BuildSettings, build, needs_topics
from twinbay.lake.folders import home_folder, lake_folder
from twinbay.lake.importing import ImportReport, import_reports, import_source, remove_source
from twinbay.lake.sources.detection import KINDS, detect_kind
from twinbay.lake.staging import Reader
from twinbay.lake.store import Lake, current_build
from twinbay.regions import DEFAULT_PAIR, bundled_pairs, load_pair

ROWS_LEFT_OUT = 3  # exit code: done, but see the quarantine report
NO_ENCODER = "none"
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
    status = actions.add_parser(
        "status",
        help="show the imports and the build in use",
        description="Show what was imported, what was left out and why, and the tables of the "
        "build in use.",
    )
    status.add_argument("--json", action="store_true", help="print JSON")
    status.set_defaults(run=run_status)
    remove = actions.add_parser(
        "remove",
        help="take an import out of the lake",
        description="Remove an import; the build in use keeps it until the next build, which "
        "follows at once unless --no-build is given.",
    )
    remove.add_argument("source", help="its name, as twinbay lake status shows it")
    _add_build_options(remove, optional=True)
    remove.set_defaults(run=run_remove)


def _register_import(actions: Any) -> None:
    parser = actions.add_parser(
        "import",
        help="import a file or folder, then build",
        description="Import a source. Known are: a folder of tidy tables (works and authorships, "
        "Parquet or CSV), OpenAlex (pages of its API, or its snapshot's gzipped JSON lines), the "
        "ROR data dump, and a CSV table of transactions. What was read before and has not changed "
        "is not read again. Rows that cannot be used are left out and listed in a report; the "
        "exit code is then 3.",
        epilog="examples:\n  twinbay lake import my-tables\n"
        "  twinbay lake import my-tables --columns columns.toml --source my-university\n"
        "  twinbay lake import openalex-snapshot --countries US,CN,HK,MO --no-build\n"
        "  twinbay lake import v1.63-ror-data.zip\n\n"
        "docs/how-to/import-your-data.md explains the tables and the column map.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
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
    _add_build_options(parser, optional=True)
    parser.set_defaults(run=run_import)


def _register_build(actions: Any) -> None:
    parser = actions.add_parser(
        "build",
        help="build the tables from the imports",
        description="Resolve organisations and people, assign regions and topics, derive the "
        "figures, and switch the lake to the result. A build of the same imports with the same "
        "settings is not made again.",
        epilog="examples:\n  twinbay lake build\n  twinbay lake build --encoder none\n"
        "  twinbay lake build --pair bavaria--quebec --memory 8GB",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_build_options(parser, optional=False)
    parser.set_defaults(run=run_build)


def _register_fetch(actions: Any) -> None:
    parser = actions.add_parser(
        "fetch",
        help="fetch works from the OpenAlex API, import them, build",
        description="Fetch pages from the OpenAlex API into the home folder, politely (one "
        "request at a time, slower when asked to), and import them. An interrupted fetch goes on "
        "where it stopped. A free API key in $OPENALEX_API_KEY lets OpenAlex answer more.",
        epilog="examples:\n"
        "  twinbay lake fetch openalex --regions --years 2018-2024 --mailto you@example.org\n"
        "  twinbay lake fetch openalex --filter 'topics.id:T10090,from_publication_date:2020-01-01'"
        " --mailto you@example.org",
        formatter_class=argparse.RawDescriptionHelpFormatter,
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
    _add_build_options(parser, optional=True)
    parser.set_defaults(run=run_fetch)


def _add_build_options(parser: argparse.ArgumentParser, *, optional: bool) -> None:
    if optional:
        parser.add_argument("--no-build", action="store_true", help="do not build afterwards")
    parser.add_argument("--pair", help="region pair: a name or a TOML file (default: as before)")
    parser.add_argument(
        "--encoder",
        help="gives topics to works whose source has none: static, transformer, "
        "sentence-transformers:MODEL, or none (default: $TWINBAY_ENCODER, else static)",
    )
    parser.add_argument(
        "--memory", default=DEFAULT_MEMORY, help="database memory; more spills (%(default)s)"
    )
    parser.add_argument("--threads", type=int, help="processor threads (default: all)")
    parser.add_argument("--json", action="store_true", help="print JSON")


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
    pair = load_pair(_pair_source(home, options.pair))
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
    built: BuildReport | None = None
    with progress_display(quiet=options.json) as progress:
        imported = import_source(home, reader, progress)
        if not options.no_build:
            built = _build(home, options, progress)
    if options.json:
        print_json({"import": _import_json(imported), "build": _build_json(built)})
    else:
        _print_import(imported)
        _print_build(built)
    return ROWS_LEFT_OUT if imported.left_out else 0


def run_build(options: argparse.Namespace) -> int:
    """Build."""
    with progress_display(quiet=options.json) as progress:
        built = _build(home_folder(), options, progress)
    if options.json:
        print_json(_build_json(built))
    else:
        _print_build(built)
    return 0


def run_remove(options: argparse.Namespace) -> int:
    """Remove an import, and build from the rest if there is any."""
    home = home_folder()
    remove_source(home, options.source)
    built: BuildReport | None = None
    if not options.no_build and import_reports(home):
        with progress_display(quiet=options.json) as progress:
            built = _build(home, options, progress)
    if options.json:
        print_json({"removed": options.source, "build": _build_json(built)})
    else:
        print(f"{options.source}: removed")
        _print_build(built)
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
    _print_rows(manifest.get("rows", {}))
    for note in manifest.get("notes", []):
        print(f"  note: {note}")
    return 0


def reader_of(
    kind: str,
    path: Path,
    *,
    columns: Path | None = None,
    source: str | None = None,
    countries: str | None = None,
) -> Reader:
    """Return the reader for a kind of source (``detection.KINDS``).

    Arguments:
        kind: the kind.
        path: the file or folder.
        columns: column map, for tables and transactions.
        source: the import's name, for all but ROR and the bundled lists.
        countries: ISO 3166-1 alpha-2 codes separated by commas, for OpenAlex and ROR.

    Raises:
        ConfigurationError: an argument does not belong to this kind.
    """
    _refuse(kind, "--columns", columns, ("tables", "transactions"))
    _refuse(kind, "--source", source, ("tables", "openalex", "transactions"))
    _refuse(kind, "--countries", countries, ("openalex", "ror"))
    chosen = [code.strip().upper() for code in countries.split(",")] if countries else None
    if kind == "openalex":
        from twinbay.lake.sources.openalex import OpenAlexReader

        return OpenAlexReader(path, countries=chosen, source=source or "openalex")
    if kind == "ror":
        from twinbay.lake.sources.ror import RorReader

        return RorReader(path, countries=chosen)
    if kind == "transactions":
        from twinbay.lake.sources.transactions import TransactionsReader

        return TransactionsReader(path, columns=columns, source=source)
    if kind == "bundled":
        from twinbay.lake.sources.bundled import BundledReader

        return BundledReader(path)
    from twinbay.lake.sources.tidy import TidyReader

    return TidyReader(path, columns=columns, source=source)


def _refuse(kind: str, option: str, value: object, kinds: Sequence[str]) -> None:
    if value is not None and kind not in kinds:
        raise ConfigurationError(
            f"is for {' and '.join(kinds)}, and this source is of the kind {kind}",
            where=option,
            remedy=f"Leave {option} out, or name the kind with --as.",
        )


def build_settings(home: Path, encoder: str | None = None, **given: Any) -> BuildSettings:
    """Return how to build: with topics by embedding when a source leaves works without.

    Arguments:
        home: the home folder.
        encoder: name of the encoder; "none" for no topics, None for the default one.
        given: other fields of ``BuildSettings``.
    """
    if encoder == NO_ENCODER or not needs_topics(home):
        return BuildSettings(**given)
    from twinbay.match.encoders import default_encoder, encoder_named

    chosen = encoder_named(encoder) if encoder else default_encoder()
    return BuildSettings(encode=chosen.encode, encoder_name=chosen.name, **given)


def _build(home: Path, options: argparse.Namespace, progress: ProgressCall) -> BuildReport:
    source = _pair_source(home, options.pair)
    settings = build_settings(
        home,
        options.encoder,
        memory=options.memory,
        threads=options.threads,
        pair_source=source,
    )
    return build(home, load_pair(source), settings, progress)


def _pair_source(home: Path, name: str | None) -> str:
    """Return the pair that was asked for, else that of the build in use, else the default."""
    if name is not None:
        return name if name in bundled_pairs() else str(Path(name).absolute())
    try:
        return str(Lake.open(home).manifest.get("pair_source") or DEFAULT_PAIR)
    except LakeError:
        return DEFAULT_PAIR


def _import_json(report: ImportReport) -> dict[str, Any]:
    return {**asdict(report), "unchanged": report.unchanged}


def _build_json(report: BuildReport | None) -> dict[str, Any] | None:
    return asdict(report) if report else None


def _print_import(report: ImportReport) -> None:
    loaded = [f"{report.rows[name]:,} {name}" for name in _LOADED if report.rows.get(name)]
    print(f"{report.source}: {', '.join(loaded) or 'no rows'}")
    if report.problems:
        for reason, count in sorted(report.problems.items(), key=lambda item: -item[1]):
            print(f"  {count:>9,}  {reason}")
        print(f"  each with file, line and field in {report.quarantine}")


def _print_build(report: BuildReport | None) -> None:
    if report is None:
        return
    state = "unchanged" if report.unchanged else "built and in use"
    print(f"build {report.build_id}: {state}")
    if not report.unchanged:
        _print_rows(report.rows)
        for note in report.notes:
            print(f"  note: {note}")


def _print_rows(rows: dict[str, int]) -> None:
    print_table(("table", "rows"), [(name, f"{count:,}") for name, count in rows.items()], (1,))
