"""``twinbay match people``: researchers and host organisations to suggest to a researcher."""

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from twinbay.cli.terminal import print_json
from twinbay.errors import ConfigurationError, NotFoundError
from twinbay.lake.folders import home_folder
from twinbay.lake.store import Lake
from twinbay.match.names import NameBook
from twinbay.match.ranking.folder import people_folder
from twinbay.match.ranking.people_suggesting import PeopleRanker, PersonSuggestion, load_people
from twinbay.regions import DEFAULT_PAIR, RegionPair, load_pair
from twinbay.regions.names import fold_name

LISTED = 8  # people of one name that a message lists
HEADINGS = {
    "researchers": {"en": "Researchers", "zh": "研究人员"},
    "hosts": {"en": "Host organisations", "zh": "接收机构"},
}
NOTHING = {"en": "Nobody to suggest.", "zh": "暂无可建议的对象。"}


def add_subcommand(actions: Any) -> None:
    """Add the subcommand to those of ``twinbay match``."""
    parser = actions.add_parser(
        "people",
        help="researchers and hosts of the other region for a researcher",
        description="Rank researchers of the other region with whom somebody has not written yet, "
        "and organisations there that could be the host of a stay, each with the reasons. Needs "
        "works with their authors, and a ranking: run twinbay train first.",
        epilog='examples:\n  twinbay match people "Wei Zhang"\n'
        '  twinbay match people "Wei Zhang" --region gba --for hosts --language zh\n'
        "  twinbay match people person:3f2a --json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("person", help="a name, or an id where several have that name")
    parser.add_argument("--region", help="the region to look in (default: the other one)")
    parser.add_argument(
        "--for", dest="aim", choices=tuple(HEADINGS), help="only one of the two lists"
    )
    parser.add_argument("--limit", type=int, default=10, help="how many of each (%(default)s)")
    parser.add_argument(
        "--language", choices=("en", "zh"), default="en", help="language of the reasons"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the suggestions."""
    lake = Lake.open(home_folder())
    pair = load_pair(lake.pair_source or DEFAULT_PAIR)
    rankers = load_people(people_folder(lake.home, lake.build_id))
    if not rankers:
        raise ConfigurationError(
            "there is no ranking of people for this build",
            where=str(people_folder(lake.home, lake.build_id)),
            remedy="Import works with their authors, then run: twinbay train.",
        )
    people = _people(lake)
    person_id = _found(options.person, people)
    region = _region(options.region, pair, rankers, person_id)
    gap = rankers[0].evidence_gap(person_id)
    if gap:
        raise ConfigurationError(
            gap, where=people[person_id], remedy="People with at least 3 works are ranked."
        )
    names = NameBook.of_lake(lake)
    found = {
        ranker.aim: ranker.suggest(person_id, region, max(options.limit, 1))
        for ranker in rankers
        if options.aim in (None, ranker.aim)
    }

    def name_in(language: str) -> Callable[[str], str]:
        return lambda each: people.get(each) or names.name(each, language)

    if options.json:
        print_json(_as_json(person_id, region, found, name_in))
    else:
        heading = f"{people[person_id]} → {pair.region(region).name.text(options.language)}"
        _print(heading, found, name_in(options.language), options.language)
    return 0


def _people(lake: Lake) -> dict[str, str]:
    table = lake.arrow("people").select(["person_id", "name"])
    return dict(zip(table["person_id"].to_pylist(), table["name"].to_pylist(), strict=True))


def _found(text: str, people: dict[str, str]) -> str:
    """Return the id of the person a user means; NotFoundError for none or several."""
    if text in people:
        return text
    folded = fold_name(text)
    same = [person_id for person_id, name in people.items() if fold_name(name) == folded]
    if len(same) == 1:
        return same[0]
    if same:
        listed = ", ".join(same[:LISTED]) + (" and more" if len(same) > LISTED else "")
        raise NotFoundError(
            f"{len(same)} people are named {text!r}", remedy=f"Give the id instead: {listed}."
        )
    raise NotFoundError(
        f"there is nobody named {text!r}", remedy="Search for the name: twinbay search NAME."
    )


def _region(
    given: str | None, pair: RegionPair, rankers: Sequence[PeopleRanker], person_id: str
) -> str:
    if given:
        return pair.region(given).region_id
    home = next((r.region_of(person_id) for r in rankers if r.aim == "researchers"), None)
    if home is None:
        listed = " or ".join(region.region_id for region in pair.regions)
        raise ConfigurationError(
            "it is not known in which region this person works mostly",
            where="--region",
            remedy=f"Say where to look: --region {listed}.",
        )
    return pair.other(home).region_id


def _as_json(
    person_id: str,
    region: str,
    found: dict[str, tuple[PersonSuggestion, ...]],
    name_in: Callable[[str], Callable[[str], str]],
) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "region": region,
        **{
            aim: [
                {
                    "id": each.candidate,
                    "name": name_in("en")(each.candidate),
                    "score": round(each.score, 4),
                    "reasons": [
                        {
                            "kind": reason.kind,
                            "contribution": round(reason.contribution, 4),
                            "numbers": reason.numbers,
                            "en": reason.sentence("en", name_in("en")),
                            "zh": reason.sentence("zh", name_in("zh")),
                        }
                        for reason in each.reasons
                    ],
                }
                for each in suggestions
            ]
            for aim, suggestions in found.items()
        },
    }


def _print(
    heading: str,
    found: dict[str, tuple[PersonSuggestion, ...]],
    name_of: Callable[[str], str],
    language: str,
) -> None:
    print(heading)
    for aim, suggestions in found.items():
        print(f"\n{HEADINGS[aim][language]}")
        if not suggestions:
            print(NOTHING[language])
        for rank, each in enumerate(suggestions, start=1):
            print(f"{rank:>2}. {name_of(each.candidate)}  [{each.score:.2f}]")
            for reason in each.reasons:
                print(f"    - {reason.sentence(language, name_of)}")
