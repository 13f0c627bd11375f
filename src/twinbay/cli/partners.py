"""``twinbay partners``: who an organisation should talk to in the other region, and why."""

import argparse
import textwrap
from typing import TYPE_CHECKING, Any

from twinbay.cli.describing import describe
from twinbay.cli.terminal import print_json
from twinbay.errors import ConfigurationError
from twinbay.lake.folders import home_folder
from twinbay.lake.store import Lake
from twinbay.match.encoders import default_encoder
from twinbay.match.evidence import Evidence
from twinbay.match.names import NameBook
from twinbay.match.partners import Suggestion, suggest_partners
from twinbay.match.ranking.folder import ranker_folder
from twinbay.regions import DEFAULT_PAIR, RegionPair, load_pair

if TYPE_CHECKING:
    from twinbay.match.ranking.learned import LearnedRanker

LINE_WIDTH = 92  # characters
NOTHING = {
    "en": "There is not enough evidence for a suggestion.",
    "zh": "证据不足，无法给出建议。",
}

NO_LIKELIHOOD = {
    "en": "No likelihood: not enough evidence: {works:,} work{s}. Ranked by topics and focus.",
    "zh": "不给出可能性：证据不足（{works:,} 篇成果）。按主题和自述方向排序。",
}


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "partners",
        help="suggest partners in the other region, with reasons",
        description="Rank the organisations of the other region for one organisation, each with "
        "the reasons and their numbers.",
        epilog='examples:\n  twinbay partners "Stanford University"\n'
        "  twinbay partners 南方科技大学 --language zh --limit 5\n"
        '  twinbay partners "MIT" --region gba --new --json\n'
        "  twinbay partners --describe about-us.txt --region gba --fields medicine",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("organisation", nargs="?", help="its name in either language, or its id")
    parser.add_argument(
        "--describe",
        metavar="FILE|TEXT",
        help="instead of a name: what an organisation without works does, in either language",
    )
    parser.add_argument(
        "--fields", help="with --describe: fields of cooperation, such as medicine,green-energy"
    )
    parser.add_argument("--region", help="the region to look in (default: the other one)")
    parser.add_argument("--limit", type=int, default=10, help="how many (%(default)s)")
    parser.add_argument(
        "--new", action="store_true", help="leave out those that already have joint works"
    )
    parser.add_argument(
        "--language", choices=("en", "zh"), default="en", help="language of the reasons"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the suggestions."""
    if bool(options.organisation) == bool(options.describe):
        raise ConfigurationError(
            "one of two is needed: the organisation's name, or --describe",
            remedy='Such as: twinbay partners "Stanford University".',
        )
    lake = Lake.open(home_folder())
    pair = load_pair(lake.pair_source or DEFAULT_PAIR)
    names = NameBook.of_lake(lake)
    if options.describe:
        return describe(options, lake, pair, names)
    org_id = names.find(options.organisation)
    region = options.region or _other_region(pair, names, org_id)
    trained = _trained(lake)
    suggestions = suggest_partners(
        Evidence.from_lake(lake, default_encoder().encode),
        org_id,
        pair.region(region).region_id,
        limit=max(options.limit, 1),
        with_joint_works=not options.new,
        learned=trained,
    )
    gap = trained.evidence_gap(org_id) if trained else ""
    if options.json:
        print_json({**_as_json(org_id, region, suggestions, names), "no_likelihood": gap})
    else:
        _print(org_id, pair, region, suggestions, names, options.language)
        if gap and trained:
            works = trained.works_of(org_id)
            print(NO_LIKELIHOOD[options.language].format(works=works, s="s" * (works != 1)))
    return 0


def _trained(lake: Lake) -> "LearnedRanker | None":
    """Return the trained ranking of the build in use, None where there is none."""
    folder = ranker_folder(lake.home, lake.build_id)
    if not folder.is_dir():
        return None
    from twinbay.match.ranking.storage import load  # slow to import, and only needed where trained

    return load(folder)


def _other_region(pair: RegionPair, names: NameBook, org_id: str) -> str:
    own = names.regions.get(org_id)
    if own is None:
        listed = " or ".join(region.region_id for region in pair.regions)
        raise ConfigurationError(
            f"{names.name(org_id)} lies in neither region",
            where="--region",
            remedy=f"Say where to look: --region {listed}.",
        )
    return pair.other(own).region_id


def _as_json(
    org_id: str, region: str, suggestions: tuple[Suggestion, ...], names: NameBook
) -> dict[str, Any]:
    return {
        "org_id": org_id,
        "name": names.name(org_id),
        "region": region,
        "suggestions": [
            {
                "org_id": suggestion.org_id,
                "name": names.name(suggestion.org_id),
                "name_zh": names.chinese.get(suggestion.org_id),
                "score": round(suggestion.score, 4),
                "probability": suggestion.judgement and round(suggestion.judgement.probability, 4),
                "reasons": [
                    {
                        "kind": reason.kind,
                        "contribution": round(reason.contribution, 4),
                        "topic": reason.topic,
                        "third_parties": list(reason.third_parties),
                        "numbers": reason.numbers,
                        "en": reason.sentence("en", names.name),
                        "zh": reason.sentence("zh", lambda i: names.name(i, "zh")),
                    }
                    for reason in suggestion.reasons
                ],
            }
            for suggestion in suggestions
        ],
    }


def _print(
    org_id: str,
    pair: RegionPair,
    region: str,
    suggestions: tuple[Suggestion, ...],
    names: NameBook,
    language: str,
) -> None:
    def name_of(identifier: str) -> str:
        return names.name(identifier, language)

    print(f"{name_of(org_id)} → {pair.region(region).name.text(language)}\n")
    if not suggestions:
        print(NOTHING[language])
    for rank, suggestion in enumerate(suggestions, start=1):
        print(f"{rank:>2}. {name_of(suggestion.org_id)}  [{suggestion.score:.2f}]")
        for reason in suggestion.reasons:
            print(_indented(reason.sentence(language, name_of), language))
        print()


def _indented(sentence: str, language: str) -> str:
    lines = textwrap.wrap(sentence, LINE_WIDTH) if language == "en" else [sentence]
    return "\n".join(
        ("    - " if not number else "      ") + text for number, text in enumerate(lines)
    )
