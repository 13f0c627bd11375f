"""The derived tables as Ibis expressions: what DuckDB and Spark can both run.

A work counts under its primary topic; works without a year are left out of yearly tables.
"""

from dataclasses import dataclass

import ibis
from ibis import _

# A work of very many organisations says little about any two of them, and its pairs are quadratic.
MOST_ORGANISATIONS = 50


@dataclass(frozen=True)
class WorkFacts:
    """What the derived tables count.

    Attributes:
        works: work_id, topic, year, citations; one row per work.
        by_organisation: work_id, org_id; distinct.
        by_region: work_id, region; distinct.
        source: key of the sources counted.
    """

    works: ibis.Table
    by_organisation: ibis.Table
    by_region: ibis.Table
    source: str


def work_facts(works: ibis.Table, authorships: ibis.Table, source: str) -> WorkFacts:
    """Reduce works and authorships to what is counted."""
    reduced = works.filter(_.year.notnull()).select(
        "work_id", "year", "citations", topic=ibis.coalesce(_.topics[0], "")
    )
    return WorkFacts(
        works=reduced,
        by_organisation=authorships.filter(_.org_id.notnull())
        .select("work_id", "org_id")
        .distinct(),
        by_region=authorships.filter(_.region.notnull()).select("work_id", "region").distinct(),
        source=source,
    )


def _total(column: ibis.Deferred) -> ibis.Deferred:
    """Sum whole numbers into a 64-bit integer.

    DuckDB sums into 128 bits, which Parquet keeps as a floating-point number; Ibis takes the sum
    for 64 bits already and drops a plain cast, so the cast goes by way of a decimal.
    """
    return column.sum().fill_null(0).cast("decimal(38, 0)").cast("int64")


def topic_totals(facts: WorkFacts) -> ibis.Table:
    """Works and citations by topic and year, over all works."""
    return facts.works.group_by("topic", "year").aggregate(
        works=_.count(),
        citations=_total(_.citations),
        source=ibis.literal(facts.source),
    )


def portfolio(facts: WorkFacts) -> ibis.Table:
    """Works by organisation, topic and year, with the specialisation of organisation and topic.

    Specialisation is the location quotient (share of the organisation's works in the topic over
    the world's share, works without topic left out), also known as the Balassa index (Balassa
    1965, doi:10.1111/j.1467-9957.1965.tb00050.x).
    """
    joined = facts.by_organisation.inner_join(facts.works, "work_id")
    counted = joined.group_by("org_id", "topic", "year").aggregate(
        works=_.count(), citations=_total(_.citations)
    )
    return _with_specialisation(counted, topic_totals(facts)).mutate(
        source=ibis.literal(facts.source)
    )


def _with_specialisation(counted: ibis.Table, totals: ibis.Table) -> ibis.Table:
    known = counted.filter(_.topic != "")
    organisation_topic = known.group_by("org_id", "topic").aggregate(in_topic=_.works.sum())
    organisation = known.group_by("org_id").aggregate(of_organisation=_.works.sum())
    world_topic = totals.filter(_.topic != "").group_by("topic").aggregate(world=_.works.sum())
    world = totals.filter(_.topic != "").aggregate(of_world=_.works.sum())
    share = (
        organisation_topic.inner_join(organisation, "org_id")
        .inner_join(world_topic, "topic")
        .cross_join(world)
        .select(
            "org_id",
            "topic",
            specialisation=(_.in_topic / _.of_organisation) / (_.world / _.of_world),
        )
    )
    return counted.left_join(share, ["org_id", "topic"]).select(
        "org_id", "topic", "year", "works", "citations", "specialisation"
    )


def collaboration(facts: WorkFacts) -> ibis.Table:
    """Joint works by pair of organisations, topic and year."""
    sizes = facts.by_organisation.group_by("work_id").aggregate(organisations=_.count())
    several = sizes.filter((_.organisations > 1) & (_.organisations <= MOST_ORGANISATIONS))
    kept = facts.by_organisation.semi_join(several, "work_id")
    first = kept.select("work_id", org_a="org_id")
    second = kept.select("work_id", org_b="org_id")
    pairs = first.inner_join(second, "work_id").filter(_.org_a < _.org_b)
    return (
        pairs.inner_join(facts.works, "work_id")
        .group_by("org_a", "org_b", "topic", "year")
        .aggregate(works=_.count(), source=ibis.literal(facts.source))
    )


def region_portfolio(facts: WorkFacts) -> ibis.Table:
    """Works by region, topic and year; each work once per region."""
    return (
        facts.by_region.inner_join(facts.works, "work_id")
        .group_by("region", "topic", "year")
        .aggregate(
            works=_.count(),
            citations=_total(_.citations),
            source=ibis.literal(facts.source),
        )
    )


def region_collaboration(facts: WorkFacts) -> ibis.Table:
    """Works with authors of both regions, by topic and year; each work once."""
    first = facts.by_region.select("work_id", region_a="region")
    second = facts.by_region.select("work_id", region_b="region")
    pairs = first.inner_join(second, "work_id").filter(_.region_a < _.region_b)
    return (
        pairs.inner_join(facts.works, "work_id")
        .group_by("region_a", "region_b", "topic", "year")
        .aggregate(works=_.count(), source=ibis.literal(facts.source))
    )


def mobility(works: ibis.Table, authorships: ibis.Table) -> ibis.Table:
    """Moves of people from one organisation to another.

    A person's organisations are ordered by the first year they appear with; two consecutive ones
    are a move when the earlier one no longer appears after the later one began. Confidence grows
    with the works seen on both sides, n / (n + 1) for the smaller count n.
    """
    dated = (
        authorships.filter(_.person_id.notnull() & _.org_id.notnull())
        .select("work_id", "person_id", "org_id")
        .inner_join(works.filter(_.year.notnull()).select("work_id", "year"), "work_id")
    )
    stays = dated.group_by("person_id", "org_id").aggregate(
        first=_.year.min(), last=_.year.max(), seen=_.work_id.nunique()
    )
    order = ibis.window(group_by="person_id", order_by=["first", "last", "org_id"])
    steps = stays.mutate(
        to_org=_.org_id.lead().over(order),
        to_first=_.first.lead().over(order),
        to_seen=_.seen.lead().over(order),
    )
    moves = steps.filter(_.to_org.notnull() & (_.to_first >= _.last) & (_.to_first > _.first))
    fewest = ibis.least(_.seen, _.to_seen)
    return moves.select(
        "person_id",
        from_org="org_id",
        to_org="to_org",
        year=_.to_first.cast("int32"),
        confidence=fewest / (fewest + 1.0),
    )
