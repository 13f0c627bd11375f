"""Building the lake and its search index from the command line: options, steps, what is told."""

import argparse
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from twinbay.cli.terminal import ProgressCall, print_json, print_table, progress_display
from twinbay.errors import LakeError
from twinbay.lake.build import DEFAULT_MEMORY, BuildReport, BuildSettings, build, needs_topics
from twinbay.lake.folders import home_folder
from twinbay.lake.store import Lake
from twinbay.regions import DEFAULT_PAIR, RegionPair, bundled_pairs, load_pair

NO_ENCODER = "none"


@dataclass(frozen=True)
class Built:
    """What a command made.

    Attributes:
        lake: the build; None when none was asked for.
        index: records of the search index and whether it was there already; None when left out.
    """

    lake: BuildReport | None = None
    index: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return both reports under ``build`` and ``index``."""
        return {"build": asdict(self.lake) if self.lake else None, "index": self.index}


def add_build_options(parser: argparse.ArgumentParser, *, optional: bool) -> None:
    """Add the options of a build; ``optional`` lets the user leave the build out."""
    if optional:
        parser.add_argument("--no-build", action="store_true", help="do not build afterwards")
    parser.add_argument(
        "--no-index",
        action="store_true",
        help="leave the search index to the first search or start of the platform",
    )
    parser.add_argument("--pair", help="region pair: a name or a TOML file (default: as before)")
    parser.add_argument(
        "--encoder",
        help="gives topics to works whose source has none: static, transformer, "
        "sentence-transformers:MODEL, or none, which embeds no text and so leaves out the search "
        "index too (default: $TWINBAY_ENCODER, else static)",
    )
    parser.add_argument(
        "--memory", default=DEFAULT_MEMORY, help="database memory; more spills (%(default)s)"
    )
    parser.add_argument("--threads", type=int, help="processor threads (default: all)")
    parser.add_argument("--json", action="store_true", help="print JSON")


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


def build_and_index(home: Path, options: argparse.Namespace, progress: ProgressCall) -> Built:
    """Build the lake and then, unless told otherwise, its search index.

    An interrupted index leaves the finished build in use; the next run makes the index.
    """
    source = pair_source(home, options.pair)
    pair = load_pair(source)
    settings = build_settings(
        home,
        options.encoder,
        memory=options.memory,
        threads=options.threads,
        pair_source=source,
    )
    report = build(home, pair, settings, progress)
    if options.no_index or options.encoder == NO_ENCODER:
        return Built(report)
    return Built(report, _index(Lake.open(home), pair, progress))


def _index(lake: Lake, pair: RegionPair, progress: ProgressCall) -> dict[str, Any]:
    from twinbay.match.index_files import open_or_build, read_manifest

    made: list[str] = []

    def follow(text: str, done: int, total: int) -> None:
        made.append(text)
        progress(text, done, total)

    folder, _ = open_or_build(lake, pair, None, follow)
    manifest = read_manifest(folder) or {}
    return {"records": manifest.get("records", 0), "unchanged": not made}


def run_build(options: argparse.Namespace) -> int:
    """Build and index."""
    with progress_display(quiet=options.json) as progress:
        built = build_and_index(home_folder(), options, progress)
    if options.json:
        print_json({**built.as_json()["build"], "index": built.index})
    else:
        tell({}, built, as_json=False)
    return 0


def tell(before: dict[str, Any], built: Built, *, as_json: bool) -> None:
    """Print what was made.

    Arguments:
        before: what else the JSON tells, in front.
        built: what was made.
        as_json: print JSON instead of text.
    """
    if as_json:
        print_json({**before, **built.as_json()})
        return
    report = built.lake
    if report is not None:
        state = "unchanged" if report.unchanged else "built and in use"
        print(f"build {report.build_id}: {state}")
        if not report.unchanged:
            print_rows(report.rows)
            for note in report.notes:
                print(f"  note: {note}")
    if built.index is not None:
        state = "unchanged" if built.index["unchanged"] else "ready"
        print(f"search index of {built.index['records']:,} records: {state}")


def print_rows(rows: dict[str, int]) -> None:
    """Print the tables of a build with their numbers of rows."""
    print_table(("table", "rows"), [(name, f"{count:,}") for name, count in rows.items()], (1,))


def pair_source(home: Path, name: str | None) -> str:
    """Return the pair that was asked for, else that of the build in use, else the default."""
    if name is not None:
        return name if name in bundled_pairs() else str(Path(name).absolute())
    try:
        return str(Lake.open(home).manifest.get("pair_source") or DEFAULT_PAIR)
    except LakeError:
        return DEFAULT_PAIR
