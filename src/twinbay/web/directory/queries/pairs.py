"""What lies between two organisations."""

from dataclasses import dataclass

from twinbay.lake.derive.tables import MOST_ORGANISATIONS
from twinbay.web.directory.queries.organisations import sources_of
from twinbay.web.directory.queries.serving import Row, ServingDatabase


@dataclass(frozen=True)
class JointCell:
    """Joint works in a topic and a year."""

    topic: str
    year: int
    works: int


def joint_works(
    database: ServingDatabase, org_a: str, org_b: str
) -> tuple[tuple[JointCell, ...], list[str]]:
    """Return joint works by topic and year, and the sources."""
    rows = database.rows(
        "SELECT topic, year, sum(works)::BIGINT AS works, list(DISTINCT source) AS sources"
        " FROM collaboration WHERE org_a = least($1, $2) AND org_b = greatest($1, $2)"
        " GROUP BY topic, year ORDER BY year, topic",
        org_a,
        org_b,
    )
    return tuple(JointCell(r["topic"], r["year"], r["works"]) for r in rows), sources_of(rows)


def shared_topics(database: ServingDatabase, org_a: str, org_b: str) -> list[Row]:
    """Return the topics that both have works in, those with most on both sides first.

    Rows: topic, works_a, works_b, specialisation_a, specialisation_b, joint, sources.
    """
    side = (
        "SELECT topic, sum(works)::BIGINT AS works, any_value(specialisation) AS specialisation,"
        " list(DISTINCT source) AS sources FROM portfolio"
        " WHERE org_id = {} AND topic <> '' GROUP BY topic"
    )
    return database.rows(
        f"WITH a AS ({side.format('$1')}), b AS ({side.format('$2')}),"
        " together AS (SELECT topic, sum(works)::BIGINT AS works FROM collaboration"
        " WHERE org_a = least($1, $2) AND org_b = greatest($1, $2) GROUP BY topic)"
        " SELECT a.topic, a.works AS works_a, b.works AS works_b,"
        " a.specialisation AS specialisation_a, b.specialisation AS specialisation_b,"
        " coalesce(together.works, 0) AS joint, list_concat(a.sources, b.sources) AS sources"
        " FROM a JOIN b USING (topic) LEFT JOIN together USING (topic)"
        " ORDER BY least(a.works, b.works) DESC, a.works + b.works DESC, a.topic",
        org_a,
        org_b,
    )


def topic_by_year(database: ServingDatabase, org_a: str, org_b: str, topic: str) -> list[Row]:
    """Return both organisations' works in one topic by year: year, works_a, works_b, sources."""
    return database.rows(
        "SELECT year, coalesce(sum(works) FILTER (org_id = $1), 0)::BIGINT AS works_a,"
        " coalesce(sum(works) FILTER (org_id = $2), 0)::BIGINT AS works_b,"
        " list(DISTINCT source) AS sources"
        " FROM portfolio WHERE topic = $3 AND org_id IN ($1, $2) GROUP BY year ORDER BY year",
        org_a,
        org_b,
        topic,
    )


def third_parties(database: ServingDatabase, org_a: str, org_b: str) -> list[Row]:
    """Return organisations with which both have joint works, most on both sides first.

    Rows: org_id, name, name_zh, region, works_a, works_b, sources.
    """
    side = (
        "SELECT partner, sum(works)::BIGINT AS works, list(DISTINCT source) AS sources"
        " FROM joint WHERE org_id = {} AND partner NOT IN ($1, $2) GROUP BY partner"
    )
    return database.rows(
        f"WITH a AS ({side.format('$1')}), b AS ({side.format('$2')})"
        " SELECT o.org_id, o.name, coalesce(o.name_zh, '') AS name_zh,"
        " coalesce(o.region, '') AS region, a.works AS works_a, b.works AS works_b,"
        " list_concat(a.sources, b.sources) AS sources"
        " FROM a JOIN b USING (partner) JOIN organisations o ON o.org_id = a.partner"
        " ORDER BY least(a.works, b.works) DESC, a.works + b.works DESC, o.name",
        org_a,
        org_b,
    )


def works_together(database: ServingDatabase, org_a: str, org_b: str, limit: int) -> list[Row]:
    """Return the works counted as joint (``lake/derive/tables.py``), the latest first.

    Rows: work_id, title, year, venue, url, topic, source, total.
    """
    return database.rows(
        "WITH together AS (SELECT work_id FROM counted_authorships WHERE org_id IN ($1, $2)"
        " GROUP BY work_id HAVING count(DISTINCT org_id) = 2),"
        " counted AS (SELECT work_id FROM counted_authorships SEMI JOIN together USING (work_id)"
        " GROUP BY work_id HAVING count(DISTINCT org_id) <= $3)"
        " SELECT w.work_id, w.title, w.year, coalesce(w.venue, '') AS venue,"
        " coalesce(w.url, '') AS url, coalesce(w.topics[1], '') AS topic, w.source,"
        " count(*) OVER () AS total FROM works w"
        " SEMI JOIN counted USING (work_id) WHERE w.year IS NOT NULL"
        " ORDER BY w.year DESC, w.title, w.work_id LIMIT $4",
        org_a,
        org_b,
        MOST_ORGANISATIONS,
        limit,
    )


def texts_of(
    database: ServingDatabase, org_a: str, org_b: str, first: int, last: int
) -> tuple[str, ...]:
    """Return title and abstract of either organisation's works of the years first to last."""
    rows = database.rows(
        "SELECT concat_ws('. ', w.title, a.abstract) AS text FROM works w"
        " LEFT JOIN abstracts a USING (work_id)"
        " WHERE w.year BETWEEN $3 AND $4 AND w.work_id IN"
        " (SELECT work_id FROM authorships WHERE org_id IN ($1, $2))",
        org_a,
        org_b,
        first,
        last,
    )
    return tuple(row["text"] for row in rows)


@dataclass(frozen=True)
class Transaction:
    """A dated transaction between two organisations, in either direction."""

    date: str
    kind: str
    source: str


def transactions_between(
    database: ServingDatabase, org_a: str, org_b: str
) -> tuple[Transaction, ...]:
    """Return the dated transactions between two organisations, the earliest first."""
    rows = database.rows(
        "SELECT date, kind, source FROM transactions WHERE date IS NOT NULL"
        " AND (from_org = $1 AND to_org = $2 OR from_org = $2 AND to_org = $1) ORDER BY date",
        org_a,
        org_b,
    )
    return tuple(Transaction(str(r["date"]), r["kind"], r["source"]) for r in rows)
