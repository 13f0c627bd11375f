"""``twinbay match opportunities``: rank the pairs of two files of records, with reasons."""

import argparse
import csv
import io
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from twinbay.cli.terminal import print_json
from twinbay.errors import ConfigurationError, SourceError
from twinbay.lake.folders import write_text_atomically
from twinbay.lake.quarantine import Problem, Quarantine
from twinbay.match.encoders import default_encoder
from twinbay.match.opportunities import (
    Match,
    Matcher,
    Reason,
    Record,
    Rules,
    TermNames,
    Verdict,
    load_rates,
    load_rules,
    match,
    rules_named,
    sentence,
    shipped_rates,
    shipped_rules,
    why_not,
)
from twinbay.match.opportunities.reading import Reader
from twinbay.match.opportunities.reasons import NOT_STATED
from twinbay.match.opportunities.template import write_template
from twinbay.regions import DEFAULT_PAIR, load_pair

LEFT_OUT = 3  # exit code: done, but some rows were left out
SHOWN_PROBLEMS = 20
OUTPUTS = (".json", ".csv")
NOTHING = {"en": "There is no match.", "zh": "没有匹配结果。"}


def add_subcommand(actions: Any) -> None:
    """Add ``opportunities`` to the actions of ``twinbay match``."""
    parser = actions.add_parser(
        "opportunities",
        help="match offers with needs, start-ups with investors, and other kinds of record",
        description="Rank the records of one file for each record of another, with reasons. What "
        "the rules call hard is never violated: amounts (converted), dates, places, exclusions, "
        "readiness. Rows that cannot be used are named and left out; the exit code is then 3.",
        epilog="examples:\n"
        "  twinbay match opportunities --template offers.xlsx --rules offer-need\n"
        "  twinbay match opportunities --offers offers.xlsx --needs needs.csv --out matches.json\n"
        "  twinbay match opportunities --offers startups.csv --needs investors.csv "
        "--rules startup-investor --top 5 --language zh\n"
        "  twinbay match opportunities --offers offers.csv --needs needs.csv --why-not o17 n4",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--offers", type=Path, metavar="FILE", help="the records that ask")
    parser.add_argument("--needs", type=Path, metavar="FILE", help="the records that are ranked")
    parser.add_argument(
        "--rules",
        default="offer-need",
        help=f"{', '.join(shipped_rules())}, or a TOML file (%(default)s)",
    )
    parser.add_argument("--top", type=int, default=10, help="how many for each (%(default)s)")
    parser.add_argument(
        "--exposure", type=int, metavar="N", help="list no record more than N times (default: any)"
    )
    parser.add_argument("--forbidden", type=Path, metavar="FILE", help="CSV of pairs: offer,need")
    parser.add_argument("--rates", type=Path, metavar="FILE", help="exchange rates as TOML")
    parser.add_argument("--day", help="day of the matching, such as 2026-03-01 (default: today)")
    parser.add_argument("--pair", default=DEFAULT_PAIR, help="region pair: places and fields")
    parser.add_argument(
        "--why-not", nargs=2, metavar=("OFFER", "NEED"), help="say what forbids one pair"
    )
    parser.add_argument("--template", type=Path, metavar="FILE", help="write a file to fill in")
    parser.add_argument(
        "--language", choices=("en", "zh"), default="en", help="language of the reasons"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write .json or .csv")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Match the two files; 3 when rows were left out."""
    rules = _rules(options.rules)
    if options.template:
        write_template(options.template, rules, options.language)
        print(f"Fill in {options.template}; rows that begin with # are not read.")
        return 0
    if not options.offers or not options.needs:
        raise ConfigurationError(
            "two files are needed", where="--offers, --needs", remedy="--template FILE writes one."
        )
    if options.out and options.out.suffix.lower() not in OUTPUTS:
        raise ConfigurationError(f"the result ends in {' or '.join(OUTPUTS)}", where="--out")
    if options.out and options.out.absolute() in (
        options.offers.absolute(),
        options.needs.absolute(),
    ):
        raise ConfigurationError("the result would replace an input", where="--out")
    names = TermNames(load_pair(options.pair))
    quarantine = Quarantine()
    matcher = _matcher(options, rules, names, quarantine)
    if options.why_not:
        left_id, right_id = options.why_not
        _tell_verdict(why_not(matcher, left_id, right_id, names), options)
    else:
        found = match(matcher, options.top, options.exposure, names)
        _tell_matches(matcher, found, options, quarantine)
    return _tell_problems(quarantine)


def _rules(given: str) -> Rules:
    return load_rules(Path(given)) if given.endswith(".toml") else rules_named(given)


def _matcher(
    options: argparse.Namespace, rules: Rules, names: TermNames, quarantine: Quarantine
) -> Matcher:
    rates = load_rates(options.rates) if options.rates else shipped_rates()
    left, right = (
        Reader(party.kind, names, rates.currencies, quarantine).read(path)
        for party, path in ((rules.left, options.offers), (rules.right, options.needs))
    )
    return Matcher.of(
        left,
        right,
        rules,
        default_encoder(),
        day=_day(options.day),
        rates=rates,
        forbidden=_forbidden(options.forbidden) if options.forbidden else (),
    )


def _day(given: str | None) -> date:
    try:
        return date.fromisoformat(given) if given else date.today()
    except ValueError:
        raise ConfigurationError(
            f"{given!r} is no date", where="--day", remedy="Write it as 2026-03-01."
        ) from None


def _forbidden(path: Path) -> list[tuple[str, str]]:
    try:
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"cannot read: {error}", where=str(path)) from error
    pairs = []
    for line, row in enumerate(rows, start=1):
        if not row or (line == 1 and [cell.strip() for cell in row] == ["offer", "need"]):
            continue
        if len(row) != 2:
            # A forbidden pair that is not understood must not be matched by mistake.
            raise SourceError(
                "a row has two ids: offer,need", where=f"{path}, line {line}", remedy="Correct it."
            )
        pairs.append((row[0].strip(), row[1].strip()))
    return pairs


def _tell_matches(
    matcher: Matcher, found: Sequence[Match], options: argparse.Namespace, quarantine: Quarantine
) -> None:
    result = {
        "rules": matcher.rules.name,
        "day": matcher.day.isoformat(),
        "rates": {"day": matcher.rates.day.isoformat(), "source": matcher.rates.source[0]},
        "offers": len(matcher.left.records),
        "needs": len(matcher.right.records),
        "matches": [_match_as_json(each) for each in found],
        "left_out": [_problem_text(problem) for problem in quarantine.problems],
    }
    if options.out:
        if options.out.suffix.lower() == ".json":
            text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
        else:
            text = "\ufeff" + _as_csv(matcher, found, options.language)
        write_text_atomically(options.out, text)
        print(f"{len(found):,} matches -> {options.out}", file=sys.stderr)
    if options.json:
        print_json(result)
    elif not options.out:
        _print(matcher, found, options.language)


def _match_as_json(each: Match) -> dict[str, Any]:
    place = each.standing
    return {
        "offer": each.left_id,
        "need": each.right_id,
        "score": round(each.score, 6),
        "fit": round(place.fit, 6),
        "rank_for_offer": place.left_rank,
        "options_of_offer": place.left_options,
        "rank_for_need": place.right_rank,
        "options_of_need": place.right_options,
        "reasons": [_reason_as_json(reason) for reason in each.reasons],
    }


def _reason_as_json(reason: Reason) -> dict[str, Any]:
    return {
        "name": reason.name,
        "status": reason.status,
        "contribution": round(reason.contribution, 6),
        "en": sentence(reason, "en"),
        "zh": sentence(reason, "zh"),
    }


def _as_csv(matcher: Matcher, found: Sequence[Match], language: str) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(("offer", "offer_title", "need", "need_title", "score", "reasons"))
    titles = _titles(matcher, language)
    for each in found:
        reasons = " ".join(sentence(reason, language) for reason in each.reasons)
        cells = (each.left_id, titles[0][each.left_id], each.right_id, titles[1][each.right_id])
        writer.writerow((*map(_plain, cells), f"{each.score:.4f}", _plain(reasons)))
    return lines.getvalue()


def _plain(cell: str) -> str:
    """Keep a spreadsheet from taking a user's text for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _titles(matcher: Matcher, language: str) -> tuple[dict[str, str], dict[str, str]]:
    def titles_of(records: tuple[Record, ...]) -> dict[str, str]:
        return {record.record_id: record.name(language) for record in records}

    return titles_of(matcher.left.records), titles_of(matcher.right.records)


def _print(matcher: Matcher, found: Sequence[Match], language: str) -> None:
    offers, needs = _titles(matcher, language)
    if not found:
        print(NOTHING[language])
    heading = None
    for each in found:
        if each.left_id != heading:
            heading, number = each.left_id, 0
            print(f"\n{offers[heading]} ({heading})")
        number += 1
        print(f"{number:>3}. {needs[each.right_id]} ({each.right_id})  [{each.score:.3f}]")
        _print_reasons(each.reasons, language)


def _print_reasons(reasons: Sequence[Reason], language: str) -> None:
    for reason in reasons:
        if reason.status != NOT_STATED:
            print(f"       - {sentence(reason, language)}")
    missing = [sentence(reason, language) for reason in reasons if reason.status == NOT_STATED]
    if missing:
        print(f"       - {' '.join(missing)}")


def _tell_verdict(verdict: Verdict, options: argparse.Namespace) -> None:
    if options.json:
        print_json(
            {
                "offer": verdict.left_id,
                "need": verdict.right_id,
                "allowed": verdict.allowed,
                "violated": list(verdict.violated),
                "reasons": [_reason_as_json(reason) for reason in verdict.reasons],
            }
        )
        return
    chinese = options.language == "zh"
    if verdict.allowed:
        print("没有违反任何硬性条件。" if chinese else "Nothing forbids this pair.")
    else:
        print("该配对不可行：" if chinese else "This pair cannot be matched:")
    _print_reasons(verdict.reasons, options.language)


def _problem_text(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "field": problem.field,
        "reason": problem.reason,
        "excerpt": problem.excerpt,
        "matched_all_the_same": problem.loaded,
    }


def _tell_problems(quarantine: Quarantine) -> int:
    for problem in quarantine.problems[:SHOWN_PROBLEMS]:
        where = f"{problem.file}, line {problem.line}"
        where += f", {problem.field}" if problem.field else ""
        excerpt = f" ({problem.excerpt})" if problem.excerpt else ""
        print(f"{where}: {problem.reason}{excerpt}", file=sys.stderr)
    if quarantine.total > SHOWN_PROBLEMS:
        print(f"... {quarantine.total - SHOWN_PROBLEMS:,} more problems", file=sys.stderr)
    return LEFT_OUT if quarantine.total else 0
