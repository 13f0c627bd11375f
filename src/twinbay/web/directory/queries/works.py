"""Works and the people who wrote them, where the lake holds them."""

from collections.abc import Iterable

from twinbay.errors import NotFoundError
from twinbay.web.directory.queries.serving import Row, ServingDatabase

_LISTED = (
    "SELECT w.work_id, w.title, w.year, coalesce(w.venue, '') AS venue,"
    " coalesce(w.url, '') AS url, coalesce(w.topics[1], '') AS topic, w.source,"
    " count(*) OVER () AS total FROM works w"
)
_ORDER = " ORDER BY w.year DESC NULLS LAST, w.title, w.work_id LIMIT ?"


def work(database: ServingDatabase, work_id: str) -> Row:
    """Return a work: every column of the table ``works``.

    Raises:
        NotFoundError: there is no work of that id.
    """
    rows = database.rows(
        "SELECT w.*, a.abstract FROM works w LEFT JOIN abstracts a USING (work_id)"
        " WHERE w.work_id = ?",
        work_id,
    )
    if not rows:
        raise NotFoundError(
            f"there is no work {work_id!r} in this build of the evidence",
            remedy="Search for its title.",
        )
    return rows[0]


def authors(database: ServingDatabase, work_id: str) -> list[Row]:
    """Return a work's authorships in order: position, person_id, person, org_id, name, name_zh,
    region, region_rule. An author with several organisations has several rows."""
    return database.rows(
        "SELECT a.position, coalesce(a.person_id, '') AS person_id,"
        " coalesce(p.name, '') AS person, coalesce(a.org_id, '') AS org_id,"
        " coalesce(o.name, '') AS name, coalesce(o.name_zh, '') AS name_zh,"
        " coalesce(o.region, '') AS region"
        " FROM authorships a LEFT JOIN people p USING (person_id)"
        " LEFT JOIN organisations o ON o.org_id = a.org_id"
        " WHERE a.work_id = ? ORDER BY a.position, name",
        work_id,
    )


def person(database: ServingDatabase, person_id: str) -> Row:
    """Return a person: person_id, name, source.

    Raises:
        NotFoundError: there is no person of that id.
    """
    rows = database.rows(
        "SELECT person_id, name, source FROM people WHERE person_id = ?", person_id
    )
    if not rows:
        raise NotFoundError(
            f"there is no person {person_id!r} in this build of the evidence",
            remedy="Search for the name.",
        )
    return rows[0]


def works_of_person(database: ServingDatabase, person_id: str, limit: int) -> list[Row]:
    """Return a person's works, the latest first (columns as in ``pairs.works_together``)."""
    return database.rows(
        f"{_LISTED} SEMI JOIN (SELECT work_id FROM counted_authorships WHERE person_id = ?) own"
        f" USING (work_id) {_ORDER}",
        person_id,
        limit,
    )


def organisations_of_person(database: ServingDatabase, person_id: str) -> list[Row]:
    """Return the organisations a person's works name: org_id, name, name_zh, region, works,
    first_year, last_year; the latest first."""
    return database.rows(
        "WITH named AS (SELECT DISTINCT org_id, work_id FROM counted_authorships"
        " WHERE person_id = ? AND org_id IS NOT NULL)"
        " SELECT o.org_id, o.name, coalesce(o.name_zh, '') AS name_zh,"
        " coalesce(o.region, '') AS region, count(*) AS works, min(w.year) AS first_year,"
        " max(w.year) AS last_year FROM named JOIN organisations o USING (org_id)"
        " JOIN works w USING (work_id) GROUP BY ALL"
        " ORDER BY last_year DESC NULLS LAST, works DESC, o.name",
        person_id,
    )


def works_of_topic(database: ServingDatabase, topic: str, limit: int) -> list[Row]:
    """Return works of both regions in a topic, the latest first (columns as above)."""
    return database.rows(
        f"{_LISTED} SEMI JOIN (SELECT work_id FROM counted_authorships"
        " WHERE region IN (SELECT region FROM pair_regions)) ours USING (work_id)"
        f" WHERE w.topics[1] = ? {_ORDER}",
        topic,
        limit,
    )


def people_of_topic(database: ServingDatabase, topic: str, limit: int) -> list[Row]:
    """Return people of both regions with most works in a topic: person_id, name, source, region,
    works, total."""
    return database.rows(
        "WITH chosen AS (SELECT work_id FROM works WHERE topics[1] = ?),"
        " counted AS (SELECT a.person_id, mode(a.region) AS region,"
        " count(DISTINCT a.work_id) AS works, count(*) OVER () AS total"
        " FROM counted_authorships a SEMI JOIN chosen USING (work_id) WHERE a.person_id IS NOT NULL"
        " AND a.region IN (SELECT region FROM pair_regions) GROUP BY a.person_id"
        " ORDER BY works DESC, a.person_id LIMIT ?)"
        " SELECT p.person_id, p.name, p.source, region, works, total"
        " FROM counted JOIN people p USING (person_id) ORDER BY works DESC, p.person_id",
        topic,
        limit,
    )


def names_of_people(database: ServingDatabase, person_ids: Iterable[str]) -> dict[str, str]:
    """Return names by id, in one query; unknown ids are left out."""
    rows = database.rows(
        "SELECT person_id, name FROM people WHERE list_contains(?, person_id)",
        sorted(set(person_ids)),
    )
    return {row["person_id"]: row["name"] for row in rows}
