"""``twinbay search``: find organisations, topics, people and works in English or Chinese."""

import argparse
from dataclasses import asdict
from typing import Any

from twinbay.cli.terminal import print_json, progress_display
from twinbay.errors import ConfigurationError
from twinbay.lake.folders import home_folder
from twinbay.lake.store import Lake
from twinbay.match.search import (
    RECORD_KINDS,
    Filters,
    Hit,
    MatchReason,
    SearchResult,
    open_index,
)
from twinbay.match.tokens import has_chinese
from twinbay.regions import DEFAULT_PAIR, RegionPair, load_pair

_FACETS_SHOWN = ("record_kind", "region", "field")
_VALUES_SHOWN = 8


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "search",
        help="search in English or Chinese",
        description="Find organisations, topics, people and works by words and by meaning, in "
        "either language; every hit says why it matched. Where an import left the index out, the "
        "first search makes it.",
        epilog='examples:\n  twinbay search "battery recycling" --region gba\n'
        "  twinbay search 钙钛矿太阳能电池 --kind organisation --region sf-bay\n"
        "  twinbay search HKUST\n"
        '  twinbay search "robot grasping" --kind work --from 2018 --json\n'
        '  twinbay search "" --field green-energy     list everything in a field',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("text", help='what to look for; "" lists everything that passes')
    parser.add_argument(
        "--kind", action="append", choices=RECORD_KINDS, help="kind of record; may be repeated"
    )
    parser.add_argument("--region", action="append", help="region id; may be repeated")
    parser.add_argument(
        "--organisation-kind",
        action="append",
        metavar="KIND",
        help="such as enterprise or education; may be repeated",
    )
    parser.add_argument(
        "--field", action="append", help="id of a field of cooperation; may be repeated"
    )
    parser.add_argument("--from", dest="year_from", type=int, metavar="YEAR", help="first year")
    parser.add_argument("--to", dest="year_to", type=int, metavar="YEAR", help="last year")
    parser.add_argument("--limit", type=int, default=10, help="how many hits (%(default)s)")
    parser.add_argument("--offset", type=int, default=0, help="leave out so many before them")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the hits."""
    lake = Lake.open(home_folder())
    pair = load_pair(lake.pair_source or DEFAULT_PAIR)
    filters = _filters(options, pair)
    with progress_display(quiet=options.json) as progress:
        index = open_index(lake, pair, progress=progress)
    result = index.search(
        options.text, filters, limit=max(options.limit, 0), offset=max(options.offset, 0)
    )
    if options.json:
        print_json(asdict(result))
    else:
        _print(options.text, result, pair, max(options.offset, 0))
    return 0


def _filters(options: argparse.Namespace, pair: RegionPair) -> Filters:
    known = {
        "--region": (options.region, [region.region_id for region in pair.regions]),
        "--field": (options.field, [field.field_id for field in pair.fields]),
        "--organisation-kind": (options.organisation_kind, list(pair.kinds)),
    }
    for option, (given, allowed) in known.items():
        for value in given or ():
            if value not in allowed:
                raise ConfigurationError(
                    f"there is no {value!r}",
                    where=option,
                    remedy=f"Use one of {', '.join(allowed)}.",
                )
    return Filters(
        record_kinds=frozenset(options.kind or ()),
        regions=frozenset(options.region or ()),
        organisation_kinds=frozenset(options.organisation_kind or ()),
        fields=frozenset(options.field or ()),
        year_from=options.year_from,
        year_to=options.year_to,
    )


def _print(text: str, result: SearchResult, pair: RegionPair, offset: int) -> None:
    language = "zh" if has_chinese(text) else "en"
    if not result.hits:
        print("没有找到。" if language == "zh" else "Nothing found.")
        return
    shown = f"{offset + 1}-{offset + len(result.hits)}"
    print(f"{shown} / {result.total:,}\n")
    for rank, hit in enumerate(result.hits, start=offset + 1):
        print(f"{rank:>3}. {_title(hit, language)}")
        print(f"     {_facts(hit, pair, language)}")
        for reason in hit.reasons:
            print(f"     - {explain(reason, language)}")
    print()
    for facet in _FACETS_SHOWN:
        counts = sorted(result.facets[facet].items(), key=lambda item: -item[1])[:_VALUES_SHOWN]
        if counts:
            print(f"{facet}: " + ", ".join(f"{value} {count:,}" for value, count in counts))


def _title(hit: Hit, language: str) -> str:
    first, second = hit.title, hit.title_zh
    if language == "zh" and second:
        first, second = second, first
    return f"{first} ({second})" if second and second != first else first


def _facts(hit: Hit, pair: RegionPair, language: str) -> str:
    kind = pair.kinds.get(hit.organisation_kind or "")
    region = pair.region(hit.region).short_name.text(language) if hit.region else None
    facts = (
        kind.text(language) if kind else hit.record_kind,
        region,
        str(hit.year) if hit.year else None,
        hit.record_id,
    )
    return " · ".join(fact for fact in facts if fact)


_PLACES = {
    "name": ("name", "名称"),
    "alias": ("another name", "别名"),
    "focus": ("areas of work", "主要方向"),
    "topic": ("topics", "主题"),
    "title": ("title", "标题"),
    "abstract": ("abstract", "摘要"),
    "location": ("place or affiliation", "地点或所属机构"),
}


def explain(reason: MatchReason, language: str) -> str:
    """Return a reason in words.

    Arguments:
        reason: of a hit.
        language: "en" or "zh".
    """
    chinese = language == "zh"
    if reason.kind == "meaning":
        return (
            f"含义相近（{reason.similarity:.2f}）"
            if chinese
            else (f"near in meaning ({reason.similarity:.2f})")
        )
    place = _PLACES[reason.place][chinese]
    if chinese:
        return f"{place}中有 {'、'.join(reason.words)}"
    return f"{', '.join(reason.words)} in its {place}"
