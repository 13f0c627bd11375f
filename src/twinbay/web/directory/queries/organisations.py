"""Organisations, one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from twinbay.errors import NotFoundError
from twinbay.web.directory.queries.serving import Row, ServingDatabase


@dataclass(frozen=True)
class Organisation:
    """An organisation as the lake has it; texts are empty where unknown.

    Attributes:
        region: region id of the pair, empty elsewhere.
        region_rule: the rule that decided the region (``lake/schema.py``, REGION_RULES).
        works: works in the data.
        first_year, last_year: of its works; None without any.
    """

    org_id: str
    name: str
    name_zh: str
    kind: str
    region: str
    region_rule: str
    place: str
    city: str
    country: str
    url: str
    ror: str
    parent_id: str
    source: str
    works: int
    first_year: int | None
    last_year: int | None

    def name_in(self, language: str) -> str:
        """Return the name in a language; in Chinese the English one where there is no other."""
        return (self.name_zh if language.startswith("zh") else "") or self.name


_COLUMNS = (
    "o.org_id, o.name, coalesce(o.name_zh, '') AS name_zh, o.kind,"
    " coalesce(o.region, '') AS region, coalesce(o.region_rule, '') AS region_rule,"
    " coalesce(o.place, '') AS place, coalesce(o.city, '') AS city,"
    " coalesce(o.country, '') AS country, coalesce(o.url, '') AS url,"
    " coalesce(o.ror, '') AS ror, coalesce(o.parent_id, '') AS parent_id, o.source,"
    " coalesce(t.works, 0) AS works, t.first_year, t.last_year"
)
FROM_ORGANISATIONS = "FROM organisations o LEFT JOIN org_totals t USING (org_id)"
SELECT_ORGANISATIONS = f"SELECT {_COLUMNS} {FROM_ORGANISATIONS}"


def organisation_of(row: Row) -> Organisation:
    """Return the organisation of a row of ``SELECT_ORGANISATIONS``."""
    return Organisation(**{name: row[name] for name in Organisation.__dataclass_fields__})


def organisations(database: ServingDatabase, org_ids: Iterable[str]) -> dict[str, Organisation]:
    """Return organisations by id, in one query; unknown ids are left out."""
    wanted = sorted(set(org_ids))
    if not wanted:
        return {}
    rows = database.rows(f"{SELECT_ORGANISATIONS} WHERE list_contains(?, o.org_id)", wanted)
    return {row["org_id"]: organisation_of(row) for row in rows}


def organisation_with_family(
    database: ServingDatabase, org_id: str
) -> tuple[Organisation, Organisation | None, tuple[Organisation, ...]]:
    """Return an organisation, its parent if known, and its children by name, in one query.

    Raises:
        NotFoundError: there is no organisation of that id.
    """
    rows = database.rows(
        f"{SELECT_ORGANISATIONS} WHERE o.org_id = $1 OR o.parent_id = $1"
        " OR o.org_id = (SELECT parent_id FROM organisations WHERE org_id = $1)"
        " ORDER BY o.name LIMIT 200",
        org_id,
    )
    found = {row["org_id"]: organisation_of(row) for row in rows}
    if org_id not in found:
        raise not_found(org_id)
    own = found[org_id]
    children = [o for o in found.values() if o.parent_id == org_id and o.org_id != org_id]
    return own, found.get(own.parent_id), tuple(children)


def not_found(org_id: str) -> NotFoundError:
    """Return the error for an id that no organisation has."""
    return NotFoundError(
        f"there is no organisation {org_id!r} in this build of the evidence",
        remedy="Search for its name.",
    )


@dataclass(frozen=True)
class TopicYear:
    """Works of an organisation in a topic and a year; the topic is empty where none is known."""

    topic: str
    year: int
    works: int
    citations: int
    specialisation: float | None


def portfolio(database: ServingDatabase, org_id: str) -> tuple[tuple[TopicYear, ...], list[str]]:
    """Return an organisation's works by topic and year, and the sources they come from."""
    rows = database.rows(
        "SELECT topic, year, sum(works)::BIGINT AS works,"
        " coalesce(sum(citations), 0)::BIGINT AS citations,"
        " any_value(specialisation) AS specialisation, list(DISTINCT source) AS sources"
        " FROM portfolio WHERE org_id = ? GROUP BY topic, year ORDER BY year, topic",
        org_id,
    )
    counted = tuple(
        TopicYear(r["topic"], r["year"], r["works"], r["citations"], r["specialisation"])
        for r in rows
    )
    return counted, sources_of(rows)


def sources_of(rows: Iterable[Row]) -> list[str]:
    """Return the distinct source keys of rows with a ``sources`` list, sorted."""
    return sorted({key for row in rows for key in row["sources"] or [] if key})


@dataclass(frozen=True)
class Partner:
    """An organisation with joint works.

    Attributes:
        works: joint works over all topics.
        recent: those of the last three years of the data.
    """

    organisation: Organisation
    works: int
    recent: int
    first_year: int
    last_year: int


def partners(
    database: ServingDatabase, org_id: str, latest_year: int, window: int
) -> tuple[tuple[Partner, ...], list[str]]:
    """Return the organisations with joint works, those with most first, and the sources.

    Arguments:
        latest_year: the last year of the data.
        window: years that count as recent.
    """
    rows = database.rows(
        "WITH counted AS (SELECT partner, sum(works)::BIGINT AS joint_works,"
        " coalesce(sum(works) FILTER (year > ?), 0)::BIGINT AS recent,"
        " min(year) AS joint_first, max(year) AS joint_last, list(DISTINCT source) AS sources"
        " FROM joint WHERE org_id = ? GROUP BY partner)"
        f" SELECT {_COLUMNS}, c.joint_works, c.recent, c.joint_first, c.joint_last, c.sources"
        " FROM counted c JOIN organisations o ON o.org_id = c.partner"
        " LEFT JOIN org_totals t ON t.org_id = o.org_id"
        " ORDER BY c.joint_works DESC, o.name",
        latest_year - window,
        org_id,
    )
    found = tuple(
        Partner(
            organisation_of(r), r["joint_works"], r["recent"], r["joint_first"], r["joint_last"]
        )
        for r in rows
    )
    return found, sources_of(rows)


def focus(database: ServingDatabase, org_id: str) -> list[Row]:
    """Return what an organisation states it works on: statement, statement_zh, topics, source."""
    return database.rows(
        "SELECT statement, coalesce(statement_zh, '') AS statement_zh,"
        " coalesce(topics, []) AS topics, source FROM focus WHERE org_id = ? ORDER BY statement",
        org_id,
    )


def transactions(database: ServingDatabase, org_id: str) -> list[Row]:
    """Return the transactions an organisation took part in, the latest first, with both names."""
    return database.rows(
        "SELECT d.kind, d.date, d.amount, d.currency, d.source,"
        " d.from_org AS from_org_id, coalesce(f.name, d.from_org) AS from_name,"
        " coalesce(f.name_zh, '') AS from_name_zh, coalesce(f.region, '') AS from_region,"
        " d.to_org AS to_org_id, coalesce(t.name, d.to_org) AS to_name,"
        " coalesce(t.name_zh, '') AS to_name_zh, coalesce(t.region, '') AS to_region"
        " FROM transactions d LEFT JOIN organisations f ON f.org_id = d.from_org"
        " LEFT JOIN organisations t ON t.org_id = d.to_org"
        " WHERE d.from_org = $1 OR d.to_org = $1"
        " ORDER BY d.date DESC NULLS LAST, from_name, to_name",
        org_id,
    )


def people(database: ServingDatabase, org_id: str, limit: int) -> tuple[list[Row], int]:
    """Return people with works under an organisation's name, most works first, and how many.

    Rows: person_id, name, works, first_year, last_year, source.
    """
    rows = database.rows(
        "WITH written AS (SELECT DISTINCT person_id, work_id FROM counted_authorships"
        " WHERE org_id = ? AND person_id IS NOT NULL),"
        " counted AS (SELECT person_id, count(*) AS works, min(w.year) AS first_year,"
        " max(w.year) AS last_year, count(*) OVER () AS total"
        " FROM written JOIN works w USING (work_id) GROUP BY person_id"
        " ORDER BY works DESC, person_id LIMIT ?)"
        " SELECT p.person_id, p.name, p.source, works, first_year, last_year, total"
        " FROM counted JOIN people p USING (person_id) ORDER BY works DESC, p.person_id",
        org_id,
        limit,
    )
    return rows, _total(rows)


def _total(rows: list[dict[str, Any]]) -> int:
    return int(rows[0]["total"]) if rows else 0
