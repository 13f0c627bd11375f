"""``twinbay regions``: check a region pair file, and show what a pair holds."""

import argparse
from typing import Any

from twinbay.cli.terminal import print_json, print_table
from twinbay.regions import DEFAULT_PAIR, bundled_pairs, load_pair
from twinbay.regions.loading import check_pair


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "regions",
        help="check or show a pair of regions",
        description="A pair of regions is one TOML file with its outlines beside it: "
        "docs/reference/region-pair-file.md.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    named = f"a TOML file or one of {', '.join(bundled_pairs())} (%(default)s)"
    check = actions.add_parser(
        "check",
        help="say what is wrong with a pair of regions",
        description="Say what is wrong with a pair of regions; then the exit code is 1.",
    )
    check.add_argument("pair", nargs="?", default=DEFAULT_PAIR, help=named)
    check.add_argument("--json", action="store_true", help="print JSON")
    check.set_defaults(run=run_check)
    show = actions.add_parser(
        "show",
        help="list a pair's places and fields of cooperation",
        description="List a pair's places and its fields of cooperation with their topics.",
    )
    show.add_argument("pair", nargs="?", default=DEFAULT_PAIR, help=named)
    show.add_argument("--json", action="store_true", help="print JSON")
    show.set_defaults(run=run_show)


def run_check(options: argparse.Namespace) -> int:
    """Print the mistakes of a pair; return 1 when there are any."""
    problems = check_pair(options.pair)
    if options.json:
        print_json({"pair": options.pair, "problems": problems})
    elif problems:
        print("\n".join(problems))
    else:
        print(f"{options.pair}: sound")
    return 1 if problems else 0


def run_show(options: argparse.Namespace) -> int:
    """Print a pair's regions, places and fields."""
    pair = load_pair(options.pair)
    if options.json:
        print_json(
            {
                "id": pair.pair_id,
                "name": {"en": pair.name.en, "zh": pair.name.zh},
                "regions": [
                    {
                        "id": region.region_id,
                        "name": {"en": region.name.en, "zh": region.name.zh},
                        "places": [place.place_id for place in region.places],
                    }
                    for region in pair.regions
                ],
                "fields": {field.field_id: sorted(field.topics) for field in pair.fields},
            }
        )
        return 0
    print(f"{pair.pair_id}: {pair.name.en} / {pair.name.zh}\n")
    rows = [
        (region.region_id, place.place_id, place.name.en, place.name.zh, place.country)
        for region in pair.regions
        for place in region.places
    ]
    print_table(("region", "place", "name", "", "country"), rows)
    print()
    fields = [(f.field_id, f.name.en, f.name.zh, len(f.topics)) for f in pair.fields]
    print_table(("field", "name", "", "topics"), fields, numbers=(3,))
    return 0
