"""Topics and fields: both regions compared, their leaders and their bridges."""

from collections.abc import Iterable
from dataclasses import dataclass

from twinbay.web.directory.queries.organisations import (
    SELECT_ORGANISATIONS,
    Organisation,
    organisation_of,
    sources_of,
)
from twinbay.web.directory.queries.serving import Row, ServingDatabase

_CHOSEN = "WITH chosen AS (SELECT unnest($1::VARCHAR[]) AS topic)"


@dataclass(frozen=True)
class Leader:
    """An organisation that has works in a set of topics.

    Attributes:
        works: works in the topics.
        recent: those of the last years.
        share: part of the organisation's works (those with a topic) that lie in the topics.
        specialisation: ``share`` divided by the same share of the world of the data.
        of: how many organisations of its region have works in the topics.
    """

    organisation: Organisation
    works: int
    recent: int
    share: float
    specialisation: float
    of: int


@dataclass(frozen=True)
class Stating:
    """An organisation that states work on a set of topics, whether or not it publishes on them.

    Attributes:
        statements: what it states on the topics, in English.
        statements_zh: the same in Chinese, in the same order.
        works: works in the topics.
        of: how many organisations of its region state work on the topics.
    """

    organisation: Organisation
    statements: tuple[str, ...]
    statements_zh: tuple[str, ...]
    works: int
    of: int

    def statements_in(self, language: str) -> tuple[str, ...]:
        """Return what it states, in a language."""
        return self.statements_zh if language.startswith("zh") else self.statements


@dataclass(frozen=True)
class Bridge:
    """A pair of organisations, one of each region, with joint works.

    Attributes:
        in_topics: joint works in the topics asked about.
        works: joint works over all topics.
        first_year, last_year: of those over all topics.
        of: how many such pairs there are.
    """

    org_a: str
    org_b: str
    in_topics: int
    works: int
    first_year: int
    last_year: int
    of: int


def region_years(
    database: ServingDatabase, topics: Iterable[str]
) -> tuple[dict[tuple[str, int], int], list[str]]:
    """Return works in the topics by (region, year), the world's under region "", and sources."""
    wanted = sorted(topics)
    rows = database.rows(
        f"{_CHOSEN} SELECT region, year, sum(works)::BIGINT AS works,"
        " list(DISTINCT source) AS sources"
        " FROM region_portfolio SEMI JOIN chosen USING (topic)"
        " WHERE region IN (SELECT region FROM pair_regions) GROUP BY region, year"
        " UNION ALL SELECT '', year, sum(works)::BIGINT, list(DISTINCT source)"
        " FROM topic_totals SEMI JOIN chosen USING (topic) GROUP BY year",
        wanted,
    )
    return {(r["region"], r["year"]): r["works"] for r in rows}, sources_of(rows)


def region_totals(database: ServingDatabase) -> dict[str, int]:
    """Return works with a topic by region; the world of the data under ""."""
    rows = database.rows(
        "SELECT region, sum(works)::BIGINT AS works FROM region_portfolio"
        " WHERE topic <> '' GROUP BY region"
        " UNION ALL SELECT '', coalesce(sum(works), 0)::BIGINT FROM topic_totals"
        " WHERE topic <> ''"
    )
    return {row["region"]: row["works"] for row in rows}


def leaders(
    database: ServingDatabase, topics: Iterable[str], recent_from: int, limit: int
) -> tuple[dict[str, list[Leader]], list[str]]:
    """Return each region's organisations with most works in the topics, and the sources.

    Arguments:
        recent_from: first year that counts as recent.
        limit: most organisations per region.
    """
    select = SELECT_ORGANISATIONS.replace(
        "FROM organisations o",
        ", c.in_topics, c.recent, c.in_topics / t.with_topic AS share,"
        " c.in_topics / t.with_topic / (world.in_topics / world.works) AS specialisation,"
        " c.sources, count(*) OVER (PARTITION BY o.region) AS total"
        " FROM counted c CROSS JOIN world JOIN organisations o USING (org_id)",
    )
    rows = database.rows(
        f"{_CHOSEN}, world AS (SELECT sum(works) AS works, sum(works)"
        " FILTER (topic IN (FROM chosen)) AS in_topics FROM topic_totals WHERE topic <> ''),"
        " counted AS (SELECT org_id, sum(works)::BIGINT AS in_topics,"
        " coalesce(sum(works) FILTER (year >= $2), 0)::BIGINT AS recent,"
        " list(DISTINCT source) AS sources"
        " FROM portfolio SEMI JOIN chosen USING (topic) GROUP BY org_id)"
        f" {select} WHERE o.region IN (SELECT region FROM pair_regions)"
        " QUALIFY row_number() OVER (PARTITION BY o.region ORDER BY c.in_topics DESC, o.name) <= $3"
        " ORDER BY c.in_topics DESC, o.name",
        sorted(topics),
        recent_from,
        limit,
    )
    found: dict[str, list[Leader]] = {}
    for row in rows:
        leader = Leader(
            organisation_of(row),
            row["in_topics"],
            row["recent"],
            row["share"],
            row["specialisation"],
            row["total"],
        )
        found.setdefault(row["region"], []).append(leader)
    return found, sources_of(rows)


def stating(
    database: ServingDatabase, topics: Iterable[str], limit: int
) -> tuple[dict[str, list[Stating]], list[str]]:
    """Return each region's organisations that state work on the topics, and the sources.

    First those whose statements are most about the topics: by how many are, then by what share.

    Arguments:
        limit: most organisations per region.
    """
    select = SELECT_ORGANISATIONS.replace(
        "FROM organisations o",
        ", s.statements, s.statements_zh, s.inside, coalesce(w.in_topics, 0) AS in_topics,"
        " s.sources, count(*) OVER (PARTITION BY o.region) AS total"
        " FROM stated s JOIN organisations o USING (org_id) LEFT JOIN counted w USING (org_id)",
    )
    order = "s.inside DESC, s.inside / s.stated DESC, o.name"
    inside = "list_has_any(coalesce(topics, []), $1::VARCHAR[])"
    rows = database.rows(
        f"{_CHOSEN}, stated AS (SELECT org_id, count(*) AS stated,"
        f" count(*) FILTER ({inside}) AS inside,"
        f" list(statement ORDER BY statement) FILTER ({inside}) AS statements,"
        " list(coalesce(statement_zh, statement) ORDER BY statement)"
        f" FILTER ({inside}) AS statements_zh, list(DISTINCT source) AS sources"
        " FROM focus GROUP BY org_id HAVING inside > 0),"
        " counted AS (SELECT org_id, sum(works)::BIGINT AS in_topics"
        " FROM portfolio SEMI JOIN chosen USING (topic) GROUP BY org_id)"
        f" {select} WHERE o.region IN (SELECT region FROM pair_regions)"
        f" QUALIFY row_number() OVER (PARTITION BY o.region ORDER BY {order}) <= $2"
        f" ORDER BY {order}",
        sorted(topics),
        limit,
    )
    found: dict[str, list[Stating]] = {}
    for row in rows:
        organisation = Stating(
            organisation_of(row),
            tuple(row["statements"]),
            tuple(row["statements_zh"]),
            row["in_topics"],
            row["total"],
        )
        found.setdefault(row["region"], []).append(organisation)
    return found, sources_of(rows)


def strongest_bridges(
    database: ServingDatabase, topics: Iterable[str], limit: int
) -> tuple[list[Bridge], list[str]]:
    """Return the pairs across the regions with most joint works in the topics, and the sources.

    ``org_a`` is of the pair's first region.
    """
    first, second = (region.region_id for region in database.pair.regions)
    rows = database.rows(
        f"{_CHOSEN} SELECT j.org_id AS org_a, j.partner AS org_b,"
        " coalesce(sum(j.works) FILTER (j.topic IN (FROM chosen)), 0)::BIGINT AS in_topics,"
        " sum(j.works)::BIGINT AS works, min(j.year) AS first_year, max(j.year) AS last_year,"
        " list(DISTINCT j.source) AS sources, count(*) OVER () AS total"
        " FROM joint j JOIN organisations a ON a.org_id = j.org_id AND a.region = $2"
        " JOIN organisations b ON b.org_id = j.partner AND b.region = $3"
        " GROUP BY ALL HAVING in_topics > 0 ORDER BY in_topics DESC, works DESC, org_a, org_b"
        " LIMIT $4",
        sorted(topics),
        first,
        second,
        limit,
    )
    found = [
        Bridge(
            r["org_a"],
            r["org_b"],
            r["in_topics"],
            r["works"],
            r["first_year"],
            r["last_year"],
            r["total"],
        )
        for r in rows
    ]
    return found, sources_of(rows)


def topics_compared(
    database: ServingDatabase, topics: Iterable[str]
) -> tuple[list[Row], list[str]]:
    """Return the topics with works by region: topic, region, works, sources; "" is the world."""
    rows = database.rows(
        f"{_CHOSEN} SELECT topic, region, sum(works)::BIGINT AS works,"
        " list(DISTINCT source) AS sources"
        " FROM region_portfolio SEMI JOIN chosen USING (topic)"
        " WHERE region IN (SELECT region FROM pair_regions) GROUP BY topic, region"
        " UNION ALL SELECT topic, '', sum(works)::BIGINT, list(DISTINCT source)"
        " FROM topic_totals SEMI JOIN chosen USING (topic) GROUP BY topic",
        sorted(topics),
    )
    return rows, sources_of(rows)


def shared_by_field(database: ServingDatabase) -> tuple[dict[str, int], list[str]]:
    """Return the works that both regions took part in by field, and the sources."""
    rows = database.rows(
        "SELECT f.field_id, sum(c.works)::BIGINT AS works, list(DISTINCT c.source) AS sources"
        " FROM region_collaboration c JOIN field_topics f USING (topic)"
        " WHERE c.region_a IN (SELECT region FROM pair_regions)"
        " AND c.region_b IN (SELECT region FROM pair_regions) GROUP BY f.field_id"
    )
    return {row["field_id"]: row["works"] for row in rows}, sources_of(rows)


def shared_by_year(
    database: ServingDatabase, topics: Iterable[str]
) -> tuple[dict[int, int], list[str]]:
    """Return works in the topics that both regions took part in, by year, and the sources."""
    rows = database.rows(
        f"{_CHOSEN} SELECT year, sum(works)::BIGINT AS works, list(DISTINCT source) AS sources"
        " FROM region_collaboration SEMI JOIN chosen USING (topic)"
        " WHERE region_a IN (SELECT region FROM pair_regions)"
        " AND region_b IN (SELECT region FROM pair_regions) GROUP BY year ORDER BY year",
        sorted(topics),
    )
    return {row["year"]: row["works"] for row in rows}, sources_of(rows)
