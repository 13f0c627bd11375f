"""Matching 50,000 offers with 5,000 needs, against a double loop over the same rules.

The records are synthetic: words of topic names in either language, attributes at random. The
double loop compares one pair at a time, in plain Python with NumPy vectors of the texts, and is
measured on a sample of offers; its time for all pairs is the sample's times the number of samples.

    python -m benchmarks.opportunities [--offers 50000] [--needs 5000] [--top 10]
"""

import argparse
import random
import resource
import time
from datetime import date, timedelta

from twinbay.match.encoders import default_encoder
from twinbay.match.opportunities import (
    NO_RANGE,
    Matcher,
    Range,
    Record,
    Rules,
    Text,
    match,
    rules_named,
    shipped_rates,
)
from twinbay.match.opportunities.explaining import explained
from twinbay.match.opportunities.ranking import rank
from twinbay.regions.taxonomy import load_topics

DAY = date(2026, 3, 1)
FIELDS = ("information-technology", "artificial-intelligence", "medicine", "green-energy")
PLACES = (("CN", "gba", "gba/shenzhen"), ("CN", "gba", "gba/guangzhou"), ("US", "sf-bay", ""))


def synthetic(side: str, count: int, seed: int) -> list[Record]:
    """Return records whose texts are topics' names and keywords in one of the languages."""
    dice = random.Random(seed)
    topics = load_topics()
    made = []
    for number in range(count):
        topic = dice.choice(topics)
        country, region, place = dice.choice(PLACES)
        chinese = dice.random() < 0.5
        title = topic.name_zh if chinese else topic.name
        summary = " ".join(dice.sample(topic.keywords, min(4, len(topic.keywords))))
        low, level = dice.uniform(1e5, 5e6), dice.randint(1, 9)
        made.append(
            Record(
                f"{side}{number}",
                text=Text(title_zh=title) if chinese else Text(title, summary=summary),
                organisation_id=f"org-{dice.randrange(count)}",
                country=country,
                region=region,
                place=place,
                fields=(dice.choice(FIELDS),),
                topics=(topic.topic_id,) if dice.random() < 0.7 else (),
                languages=dice.choice((("en",), ("zh",), ("en", "zh"), ())),
                cooperation=dice.choice((("licence",), ("pilot",), ("licence", "pilot"), ())),
                trl=Range(level, level) if side == "o" else Range(max(1, level - 2), level),
                amount=Range(low, low * 3) if dice.random() < 0.7 else NO_RANGE,
                currency=dice.choice(("USD", "CNY", "HKD")),
                closes=DAY + timedelta(dice.randrange(-20, 300)),
                wanted_regions=dice.choice(((), (), ("gba",), ("US",))),
                exclusions=dice.choice(((), (), ("medicine",), ("tobacco",))),
            )
        )
    return made


def double_loop(matcher: Matcher, offers: int) -> int:
    """Compare the first offers with all needs one by one; return how many pairs are allowed."""
    rates = shipped_rates()
    allowed = 0
    for row in range(offers):
        a, vector = matcher.left.records[row], matcher.left.vectors[row]
        best = []
        for column, b in enumerate(matcher.right.records):
            if _allowed(a, b, rates):
                allowed += 1
                score = 0.4 * float(vector @ matcher.right.vectors[column])
                for name in ("topics", "fields", "cooperation", "languages"):
                    score += 0.1 * len(set(a.members(name)) & set(b.members(name)))
                best.append((score, column))
        best.sort(reverse=True)
    return allowed


def _allowed(a: Record, b: Record, rates) -> bool:  # type: ignore[no-untyped-def]
    if (a.closes and a.closes < DAY) or (b.closes and b.closes < DAY):
        return False
    if a.organisation_id == b.organisation_id:
        return False
    for x, y in ((a, b), (b, a)):
        if x.wanted_regions and y.locations and not set(x.wanted_regions) & set(y.locations):
            return False
        if set(x.exclusions) & {*y.fields, *y.locations}:
            return False
    if a.trl.low > b.trl.high or a.trl.high < b.trl.low:
        return False
    if a.amount.stated and b.amount.stated:
        mine, theirs = rates.worth(a.currency), rates.worth(b.currency)
        if a.amount.low * mine > b.amount.high * theirs:
            return False
        if a.amount.high * mine < b.amount.low * theirs:
            return False
    return not a.cooperation or not b.cooperation or bool(set(a.cooperation) & set(b.cooperation))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, default=50_000)
    parser.add_argument("--needs", type=int, default=5_000)
    parser.add_argument("--top", type=int, default=10)
    parser.add_argument("--sample", type=int, default=20, help="offers of the double loop")
    options = parser.parse_args()
    rules: Rules = rules_named("offer-need")
    offers, needs = synthetic("o", options.offers, 1), synthetic("n", options.needs, 2)
    encoder = default_encoder()
    match(Matcher.of(offers[:2], needs[:2], rules, encoder, day=DAY))  # read the encoder's table
    clock = time.perf_counter
    started, processor = clock(), time.process_time()
    matcher = Matcher.of(offers, needs, rules, encoder, day=DAY)
    prepared = clock()
    ranked = rank(matcher, options.top)
    found = clock()
    matches = explained(matcher, ranked)
    shown = [each.reasons for each in matches[:1_000]]
    ended, processor = clock(), time.process_time() - processor
    sample = min(options.sample, options.offers)
    allowed = double_loop(matcher, sample)
    slow = (clock() - ended) * options.offers / sample
    print(f"{options.offers:,} offers x {options.needs:,} needs, top {options.top}")
    print(f"  prepare (texts, attributes)   {prepared - started:8.1f} s")
    print(f"  rank all pairs                {found - prepared:8.1f} s")
    print(f"  {len(matches):,} matches, reasons of {len(shown):,} {ended - found:8.1f} s")
    print(f"  together                      {ended - started:8.1f} s")
    print(f"  processor time                {processor:8.1f} s")
    print(f"  double loop, from {sample} offers    {slow:8.0f} s (ranking only)")
    print(f"  ratio of the two rankings     {slow / (found - prepared):8.0f}")
    print(f"  pairs allowed                 {allowed / sample / options.needs:8.1%} of the sample")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"  peak memory                   {peak:8.1f} GB")


if __name__ == "__main__":
    main()
