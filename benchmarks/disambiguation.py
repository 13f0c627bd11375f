"""How well spellings of one organisation, and works of one person, are joined.

``python -m benchmarks.disambiguation [PAPERS_FOLDER]``

Organisations: precision and recall over hand-labelled pairs of names
(``tests/labels/organisation_pairs.csv``), unweighted and weighted to the population the pairs were
drawn from: of the test half of the first draw, and of the last draw, made when the rules were
settled. Alternatives measured in the same run: equality in lower case, and rapidfuzz's
token_set_ratio of at least 90.

People: precision and recall over pairs of authorships with one name, judged by the venues' own
author ids, which the resolver does not see here. Alternative: one person per name.
"""

import argparse
import csv
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, utils

from benchmarks.authors import measure_authors
from benchmarks.papers import PAPERS, mentions_of
from twinbay.lake.derive.organisations import KnownOrganisation, Mention, resolve_organisations
from twinbay.lake.sources.bundled import FOLDER

LABELS = Path(__file__).parent.parent / "tests" / "labels" / "organisation_pairs.csv"
TOKEN_SET_RATIO = 90.0

Name = tuple[str, str | None]
Judge = Callable[[Name, Name], bool]


@dataclass(frozen=True)
class LabelledPair:
    """Two names, whether they are one organisation, and what the pair stands for.

    Attributes:
        stratum: where the pair was drawn.
        population: number of pairs in the stratum.
        half: development or test, by a hash of the names.
    """

    a: Name
    b: Name
    same: bool
    stratum: str
    population: int
    half: str


@dataclass(frozen=True)
class Quality:
    """Precision and recall, unweighted and weighted to the population; from 0 to 1."""

    precision: float
    recall: float
    weighted_precision: float
    weighted_recall: float


def labelled_pairs(path: Path = LABELS) -> list[LabelledPair]:
    """Read the labelled pairs."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            LabelledPair(
                (row["name_a"], row["country_a"] or None),
                (row["name_b"], row["country_b"] or None),
                row["label"] == "same",
                row["stratum"],
                int(row["population"]),
                half_of(int(row["draw"]), row["name_a"], row["name_b"]),
            )
            for row in csv.DictReader(file)
        ]


def half_of(draw: int, name_a: str, name_b: str) -> str:
    """Return the half a pair belongs to.

    The first draw is split by a hash; the second showed faults and so became development; the
    third was drawn and labelled when the rules were settled, and only tests them.
    """
    if draw > 1:
        return "development" if draw == 2 else "final"
    digest = hashlib.sha256("\n".join(sorted((name_a, name_b))).encode()).digest()
    return "development" if digest[0] % 2 == 0 else "test"


def measure(pairs: Sequence[LabelledPair], judge: Judge) -> Quality:
    """Measure a judge. A pair weighs its stratum's population over the pairs drawn from it."""
    drawn: dict[str, int] = {}
    for pair in pairs:
        drawn[pair.stratum] = drawn.get(pair.stratum, 0) + 1
    totals = {(found, same): [0.0, 0.0] for found in (True, False) for same in (True, False)}
    for pair in pairs:
        cell = totals[judge(pair.a, pair.b), pair.same]
        cell[0] += 1.0
        cell[1] += pair.population / drawn[pair.stratum]
    right, wrong, missed = (totals[key] for key in ((True, True), (True, False), (False, True)))
    return Quality(
        precision=_share(right[0], wrong[0]),
        recall=_share(right[0], missed[0]),
        weighted_precision=_share(right[1], wrong[1]),
        weighted_recall=_share(right[1], missed[1]),
    )


def _share(part: float, rest: float) -> float:
    return part / (part + rest) if part + rest else 1.0


def resolver_judge(mentions: Sequence[Mention], known: Iterable[KnownOrganisation] = ()) -> Judge:
    """Judge by the resolver's clusters over all names, as a build makes them."""
    resolutions = resolve_organisations(mentions, known)
    cluster = {(r.mention.name, r.mention.country): r.org_id for r in resolutions}
    return lambda a, b: cluster[a] == cluster[b]


def equal_in_lower_case(a: Name, b: Name) -> bool:
    """Alternative: the names are equal in lower case."""
    return a[0].casefold() == b[0].casefold()


def similar_tokens(a: Name, b: Name) -> bool:
    """Alternative: rapidfuzz's token_set_ratio is at least ``TOKEN_SET_RATIO``."""
    score = fuzz.token_set_ratio(a[0], b[0], processor=utils.default_process)
    return bool(score >= TOKEN_SET_RATIO)


def bundled_organisations() -> list[KnownOrganisation]:
    """Return the organisations that ship with twinbay, as a build knows them."""
    found = []
    for path in sorted(FOLDER.glob("organisations_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                aliases = [alias for alias in row["aliases"].split(";") if alias]
                names = (row["name"], row["name_zh"], *aliases)
                org_id = f"org:{row['ror'] or row['slug']}"
                found.append(KnownOrganisation(org_id, names, row["country"], row["url"]))
    return found


def judges(mentions: Sequence[Mention]) -> dict[str, Judge]:
    """Return the resolver and its alternatives by name."""
    return {
        "twinbay, rules alone": resolver_judge(mentions),
        "twinbay, with bundled names": resolver_judge(mentions, bundled_organisations()),
        "equal in lower case": equal_in_lower_case,
        f"token_set_ratio >= {TOKEN_SET_RATIO:.0f}": similar_tokens,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("papers", nargs="?", type=Path, default=PAPERS)
    parser.add_argument("--development", action="store_true", help="the development half instead")
    options = parser.parse_args()
    mentions = mentions_of(options.papers / "orgs.parquet")
    compared = judges(mentions)
    for half in ("development",) if options.development else ("test", "final"):
        pairs = [pair for pair in labelled_pairs() if pair.half == half]
        print(f"organisations: {len(pairs)} labelled pairs, {half}")
        print(f"{'':30}{'precision':>10}{'recall':>8}{'weighted p.':>13}{'weighted r.':>13}")
        for name, judge in compared.items():
            found = measure(pairs, judge)
            print(
                f"{name:30}{found.precision:10.3f}{found.recall:8.3f}"
                f"{found.weighted_precision:13.3f}{found.weighted_recall:13.3f}"
            )
    print()
    measure_authors(options.papers)


if __name__ == "__main__":
    main()
