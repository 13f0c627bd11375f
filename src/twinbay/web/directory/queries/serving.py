"""One build of the lake, opened for pages.

Pages ask small questions of large tables. DuckDB answers them: tables of up to ``HELD_ROWS`` rows
are held in memory, compressed, which is three times as fast; larger ones are read from their
Parquet files question by question, so that memory stays bounded. What every page needs (works per
organisation and per field) is counted once per build.
"""

import logging
from typing import Any

import duckdb
import pyarrow as pa

from twinbay.errors import LakeError
from twinbay.lake.schema import TABLES
from twinbay.lake.store import Lake
from twinbay.regions import RegionPair

logger = logging.getLogger(__name__)

Row = dict[str, Any]
HELD_ROWS = 2_000_000  # rows of one table; works take about 250 bytes each, without abstracts
THREADS = 2  # per question
MEMORY = "2GB"  # of all questions together; larger work spills to disk

_NOT_HELD = {
    "works": "* EXCLUDE (abstract)",
    "authorships": "* EXCLUDE (raw_affiliation, region_rule)",
}

# ``joint`` has each pair twice, once from either side, so that a question about one organisation
# needs no case distinction. ``lead_topic`` is the primary topic (``lake/schema.py``).
# ``counted_authorships`` puts a preprint's authors under the paper, as the figures of the lake do.
_COUNTED_ONCE = """
CREATE VIEW counted_authorships AS
    SELECT a.* REPLACE (coalesce(v.version_of, a.work_id) AS work_id)
    FROM authorships a LEFT JOIN work_versions v USING (work_id);
CREATE TABLE org_totals AS
    SELECT org_id, sum(works)::BIGINT AS works, min(year) AS first_year, max(year) AS last_year,
        coalesce(sum(works) FILTER (topic <> ''), 0)::BIGINT AS with_topic
    FROM portfolio GROUP BY org_id;
CREATE TABLE org_fields AS
    SELECT org_id, field_id, sum(works)::BIGINT AS works
    FROM portfolio JOIN field_topics USING (topic) GROUP BY ALL;
CREATE VIEW joint AS
    SELECT org_a AS org_id, org_b AS partner, topic, year, works, source FROM collaboration
    UNION ALL
    SELECT org_b, org_a, topic, year, works, source FROM collaboration;
CREATE TABLE across AS
    SELECT j.org_id, count(DISTINCT j.partner) AS partners
    FROM joint j
    JOIN organisations mine ON mine.org_id = j.org_id
    JOIN organisations theirs ON theirs.org_id = j.partner
    WHERE mine.region <> theirs.region AND mine.region IN (SELECT region FROM pair_regions)
        AND theirs.region IN (SELECT region FROM pair_regions)
    GROUP BY j.org_id;
"""


class ServingDatabase:
    """Answers SQL over one build; for any number of threads.

    The tables are those of ``lake/schema.py`` (the abstracts of works apart, in ``abstracts``; no
    affiliations as written in authorships) and ``pair_regions`` (region, position),
    ``field_topics`` (field_id, topic), ``org_totals`` (org_id, works, first_year, last_year,
    with_topic: works with a known topic),
    ``org_fields`` (org_id, field_id, works), ``joint`` (org_id, partner, topic, year, works,
    source; each pair from both sides), ``across`` (org_id, partners: organisations of the
    other region with joint works) and ``counted_authorships`` (a preprint under its paper).

    Arguments:
        lake: the build.
        pair: the region pair.
    """

    def __init__(self, lake: Lake, pair: RegionPair) -> None:
        self.lake = lake
        self.pair = pair
        self._connection = duckdb.connect()
        self._connection.execute(f"SET threads = {THREADS}; SET memory_limit = '{MEMORY}'")
        spill = str(lake.home / "cache" / "spill").replace("'", "''")
        self._connection.execute(f"SET temp_directory = '{spill}'")
        try:
            self._prepare()
        except (duckdb.IOException, OSError) as error:
            raise _unreadable(lake) from error

    def _prepare(self) -> None:
        for name in TABLES:
            path = str(self.lake.path(name)).replace("'", "''")
            kind = "TABLE" if self.lake.rows(name) <= HELD_ROWS else "VIEW"
            columns = _NOT_HELD.get(name, "*")
            self._connection.execute(
                f"CREATE {kind} {name} AS SELECT {columns} FROM read_parquet('{path}')"
            )
            if name == "works":
                self._connection.execute(
                    f"CREATE VIEW abstracts AS SELECT work_id, abstract FROM read_parquet('{path}')"
                )
        regions = [region.region_id for region in self.pair.regions]
        self._fill("pair_regions", {"region": regions, "position": list(range(len(regions)))})
        members = [(f.field_id, topic) for f in self.pair.fields for topic in sorted(f.topics)]
        self._fill(
            "field_topics", {"field_id": [m[0] for m in members], "topic": [m[1] for m in members]}
        )
        self._connection.execute(_COUNTED_ONCE)

    def _fill(self, name: str, columns: dict[str, list[Any]]) -> None:
        self._connection.register("given", pa.table(columns))
        self._connection.execute(f"CREATE TABLE {name} AS FROM given")
        self._connection.unregister("given")

    def rows(self, sql: str, *parameters: Any) -> list[Row]:
        """Run one query and return its rows by column name.

        Arguments:
            sql: one statement; ``?`` stands for each parameter.
            parameters: values, never put into the text of the statement.

        Raises:
            LakeError: the build's files cannot be read.
        """
        logger.debug("lake query: %s", sql)
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql, list(parameters))
                names = [column[0] for column in cursor.description]
                return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        except duckdb.IOException as error:
            raise _unreadable(self.lake) from error


def _unreadable(lake: Lake) -> LakeError:
    return LakeError(
        "the build in use cannot be read",
        where=str(lake.path("organisations").parent),
        remedy="Build it again: twinbay lake build.",
    )
