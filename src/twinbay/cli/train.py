"""``twinbay train``: teach the ranking of new partners from the lake in use."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from twinbay.cli.backtest import field_name
from twinbay.cli.serve import prepare_platform
from twinbay.cli.terminal import print_json, progress_display
from twinbay.errors import ConfigurationError
from twinbay.lake.folders import home_folder
from twinbay.lake.store import Lake
from twinbay.match.backtest.report import write_report
from twinbay.match.backtest.running import BacktestResult, run_backtest
from twinbay.match.backtest.stages import Stages
from twinbay.match.backtest.task import Task
from twinbay.match.encoders import default_encoder
from twinbay.match.ranking.candidates import Sides
from twinbay.match.ranking.feedback import Answer
from twinbay.match.ranking.folder import backtest_folder, people_folder, ranker_folder
from twinbay.match.ranking.people_suggesting import store_people, train_people
from twinbay.match.ranking.reading import Progress, identified, read_lake
from twinbay.match.ranking.records import Records
from twinbay.match.ranking.storage import store, train
from twinbay.regions import DEFAULT_PAIR, RegionPair, load_pair


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "train",
        help="teach the ranking of new partners from the lake",
        description="Learn from earlier years of the lake which organisations come to work "
        "together, test that on the latest years, and keep the ranking beside the search index. "
        "Suggestions then carry a likelihood, and researchers and hosts can be suggested to "
        "people (twinbay match people). What visitors of the platform follow or call "
        "“not for us”, and what became of contacts (declined, evaluated, signed), teaches it "
        "too, within bounds. Train again after each build.",
        epilog="examples:\n  twinbay train\n  twinbay train --horizon 2 --json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--horizon", type=int, default=3, help="years within which it may come true (%(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Train and store the ranker."""
    home = home_folder()
    lake = Lake.open(home)
    if not lake.rows("works"):
        raise ConfigurationError(
            "not enough evidence: the lake holds no works, only aggregate figures",
            where=str(lake.path("works")),
            remedy="Import works with their authors: twinbay lake import.",
        )
    pair = load_pair(lake.pair_source or DEFAULT_PAIR)
    stages = Stages(home / "cache" / "backtest")
    answers = stored_answers(home)
    with progress_display(quiet=options.json) as progress:
        records = read_lake(lake, default_encoder(), progress)
        tested = _tested(records, options.horizon, pair, stages, progress)
        ranker = train(
            records,
            options.horizon,
            Sides(*(region.region_id for region in pair.regions)),
            tested.classes if tested else None,
            stages,
            progress,
            answers,
        )
        store(ranker, ranker_folder(home, lake.build_id))
        people = train_people(
            records, identified(records, lake), options.horizon, _region_ids(pair), progress
        )
        store_people(people, people_folder(home, lake.build_id))
        if tested:
            write_report(tested, backtest_folder(home), lambda f, code: field_name(pair, f, code))
    summary = {
        "build": lake.build_id,
        "known_until": ranker.snapshot.year,
        "organisations": int(ranker.snapshot.ranked.size),
        "tested_on": [tested.split + 1, tested.last_year] if tested else None,
        "average_precision": tested.rankings["twinbay"]["average_precision"].value
        if tested
        else None,
        "people_ranked_for": [each.aim for each in people],
        "answers": len(answers),
        "pairs_taught_by_answers": ranker.taught,
    }
    if options.json:
        print_json(summary)
    else:
        print(
            f"Trained on works until {summary['known_until']}; "
            f"{summary['organisations']:,} organisations can be ranked."
        )
        if answers:
            print(
                f"Answers and outcomes: {len(answers):,}; it learned from what they say about "
                f"{ranker.taught:,} pairs."
            )
        if tested is None:
            print("There were too few first collaborations to test it: no likelihoods are shown.")
    return 0


def _region_ids(pair: RegionPair) -> tuple[str, str]:
    first, second = pair.regions
    return first.region_id, second.region_id


def _tested(
    records: Records, horizon: int, pair: RegionPair, stages: Stages, progress: Progress
) -> BacktestResult | None:
    """Backtest on the latest years, between the pair's regions, else between their countries."""
    split = records.years[1] - horizon
    regions = Sides(*(region.region_id for region in pair.regions))
    countries = Sides(*(sorted(region.countries)[0] for region in pair.regions))
    for sides in (regions, countries):
        try:
            return run_backtest(
                records, Task(split, horizon, sides), pair.fields_of_topic, stages, progress
            )
        except ConfigurationError:
            continue
    return None


def stored_answers(home: Path) -> Sequence[Answer]:
    """Return answers to suggestions and outcomes of contacts; none before the first visit."""
    if not (os.environ.get("DATABASE_URL") or (home / "platform.sqlite3").is_file()):
        return ()
    prepare_platform()
    from twinbay.web.deals.queries.outcomes import outcomes  # both need Django set up
    from twinbay.web.directory.queries.feedback import all_answers

    return (*all_answers(), *outcomes())
