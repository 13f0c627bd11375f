"""``twinbay demo``: the bundled evidence and samples in, the platform open, in one command."""

import argparse
import os
from typing import Any

from twinbay.cli.lake_building import build_settings
from twinbay.cli.serve import add_address, prepare_platform, serve
from twinbay.cli.terminal import ProgressCall, progress_display
from twinbay.lake.build import build
from twinbay.lake.folders import home_folder
from twinbay.lake.importing import import_source
from twinbay.lake.sources.bundled import BundledReader
from twinbay.lake.store import Lake
from twinbay.match.search import open_index
from twinbay.regions import DEFAULT_PAIR, load_pair


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "demo",
        help="load the bundled evidence and open the platform",
        description="Load the evidence that ships with twinbay (real organisations of both bays "
        "and aggregate figures), build the lake and the search index, and open the platform. "
        "Sample members, opportunities and deals, all invented, are added; the sign-in page lists "
        "an account for every role. What is loaded already is not loaded again.",
    )
    add_address(parser)
    parser.add_argument(
        "--no-serve", action="store_true", help="only load and build, do not open the platform"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Load, build, index, add samples, serve."""
    os.environ.setdefault("TWINBAY_SAMPLES", "1")
    with progress_display() as progress:
        load(progress)
        add_samples(progress)
    if options.no_serve:
        print(f"Evidence and samples are ready in {home_folder()}.")
        print("Open them: TWINBAY_SAMPLES=1 twinbay serve")
        return 0
    return serve(options.host, options.port)


def load(progress: ProgressCall) -> None:
    """Import the bundled evidence, build the lake and its search index where they are not yet."""
    home = home_folder()
    pair = load_pair(DEFAULT_PAIR)
    import_source(home, BundledReader(), progress)
    build(home, pair, build_settings(home, pair_source=DEFAULT_PAIR), progress)
    open_index(Lake.open(home), pair, progress=progress)


def add_samples(progress: ProgressCall) -> None:
    """Bring the platform's database up to date and add the samples that are not there yet."""
    prepare_platform()
    from twinbay.web.samples import make_samples

    progress("samples", 0, 1)
    make_samples()
    progress("samples", 1, 1)
