"""The canonical evidence tables: names, columns, types and units.

Every source is read into these tables and every engine reads them; nothing else is an interface.
Types are Arrow types that DuckDB and Spark both read from Parquet. Identifiers carry their kind:
``org:<ROR id or own id>``, ``person:<ORCID or own id>``, ``work:<OpenAlex or own id>``; a topic is
an OpenAlex topic id such as ``T10036`` (``twinbay.regions.taxonomy``), a region the id used in the
region pair file (``sf-bay``), or null for the rest of the world.
"""

from dataclasses import dataclass

import pyarrow as pa

SCHEMA_VERSION = 3

ORGANISATION_KINDS = (
    "education",
    "research-institute",
    "enterprise",
    "investor",
    "government",
    "healthcare",
    "nonprofit",
    "other",
)
WORK_KINDS = ("paper", "preprint", "patent", "dataset", "other")
TRANSACTION_KINDS = ("acquisition", "funding", "licence")
REGION_RULES = ("ror-location", "boundary", "city-name", "organisation-seat", "source", "none")


@dataclass(frozen=True)
class TableSchema:
    """One canonical table.

    Attributes:
        name: the table's name, and its Parquet file's without the ending.
        columns: Arrow schema; columns that are not nullable must be filled.
        key: the columns that identify a row.
        derived: whether the table is computed from other tables at each build.
    """

    name: str
    columns: pa.Schema
    key: tuple[str, ...]
    derived: bool = False


def _schema(required: dict[str, pa.DataType], optional: dict[str, pa.DataType]) -> pa.Schema:
    fields = [pa.field(name, kind, nullable=False) for name, kind in required.items()]
    fields += [pa.field(name, kind) for name, kind in optional.items()]
    return pa.schema(fields)


_TEXT, _YEAR, _COUNT = pa.string(), pa.int32(), pa.int64()

ORGANISATIONS = TableSchema(
    "organisations",
    _schema(
        {"org_id": _TEXT, "name": _TEXT, "kind": _TEXT, "source": _TEXT},
        {
            "name_zh": _TEXT,
            "region": _TEXT,
            "region_rule": _TEXT,
            "place": _TEXT,  # place id within the region (county or city)
            "city": _TEXT,
            "country": _TEXT,  # ISO 3166-1 alpha-2; HK and MO as their own codes
            "lat": pa.float64(),  # degrees, WGS 84
            "lon": pa.float64(),
            "url": _TEXT,
            "ror": _TEXT,  # nine characters, without https://ror.org/
            "parent_id": _TEXT,
        },
    ),
    ("org_id",),
)
ORGANISATION_NAMES = TableSchema(
    "organisation_names",
    _schema(
        {"org_id": _TEXT, "name": _TEXT, "rule": _TEXT, "source": _TEXT},
        {"country": _TEXT, "works": _COUNT},
    ),
    ("name", "country", "source"),
)
FOCUS = TableSchema(
    "focus",  # what an organisation states it works on; evidence where there are no works
    _schema(
        {"org_id": _TEXT, "statement": _TEXT, "source": _TEXT},
        {"statement_zh": _TEXT, "topics": pa.list_(pa.string())},  # the nearest topic first
    ),
    ("org_id", "statement"),
)
PEOPLE = TableSchema(
    "people",
    _schema({"person_id": _TEXT, "name": _TEXT, "source": _TEXT}, {"orcid": _TEXT}),
    ("person_id",),
)
WORKS = TableSchema(
    "works",
    _schema(
        {"work_id": _TEXT, "kind": _TEXT, "title": _TEXT, "source": _TEXT},
        {
            "abstract": _TEXT,
            "year": _YEAR,
            "venue": _TEXT,
            "topics": pa.list_(pa.string()),  # the primary topic first
            "topics_rule": _TEXT,  # source or embedding
            "citations": _COUNT,
            "language": _TEXT,  # ISO 639-1
            "url": _TEXT,
        },
    ),
    ("work_id",),
)
AUTHORSHIPS = TableSchema(
    "authorships",
    _schema(
        {"work_id": _TEXT, "position": pa.int32()},
        {
            "person_id": _TEXT,
            "org_id": _TEXT,
            "region": _TEXT,
            "region_rule": _TEXT,
            "raw_affiliation": _TEXT,
        },
    ),
    ("work_id", "position", "org_id"),
)
CITATIONS = TableSchema(
    "citations",
    _schema({"work_id": _TEXT, "cited_work_id": _TEXT}, {}),
    ("work_id", "cited_work_id"),
)
WORK_VERSIONS = TableSchema(
    "work_versions",  # a preprint and the paper that it became: counted once, as the paper
    _schema({"work_id": _TEXT, "version_of": _TEXT, "rule": _TEXT}, {}),
    ("work_id",),
    derived=True,
)
TRANSACTIONS = TableSchema(
    "transactions",
    _schema(
        {"kind": _TEXT, "from_org": _TEXT, "to_org": _TEXT, "source": _TEXT},
        {"date": pa.date32(), "amount": pa.float64(), "currency": _TEXT},
    ),
    ("kind", "from_org", "to_org", "date"),
)
SOURCES = TableSchema(
    "sources",
    _schema(
        {"source": _TEXT, "title": _TEXT},
        {"url": _TEXT, "licence": _TEXT, "retrieved": _TEXT, "rows": _COUNT, "note": _TEXT},
    ),
    ("source",),
)

# Derived. A work counts under its primary topic, so that sums over topics count each work once;
# a work without a topic counts under the topic "" and is left out of specialisation.
PORTFOLIO = TableSchema(
    "portfolio",
    _schema(
        {"org_id": _TEXT, "topic": _TEXT, "year": _YEAR, "works": _COUNT},
        # Specialisation: (the organisation's share of its works in the topic) / (the world's
        # share), over all years; 1 is the world of the data's average. It repeats on each year.
        {"citations": _COUNT, "specialisation": pa.float64(), "source": _TEXT},
    ),
    ("org_id", "topic", "year"),
    derived=True,
)
COLLABORATION = TableSchema(
    "collaboration",  # org_a < org_b
    _schema(
        {"org_a": _TEXT, "org_b": _TEXT, "topic": _TEXT, "year": _YEAR, "works": _COUNT},
        {"source": _TEXT},
    ),
    ("org_a", "org_b", "topic", "year"),
    derived=True,
)
MOBILITY = TableSchema(
    "mobility",
    _schema(
        {"person_id": _TEXT, "from_org": _TEXT, "to_org": _TEXT, "year": _YEAR},
        {"confidence": pa.float64()},  # 0 to 1
    ),
    ("person_id", "from_org", "to_org", "year"),
    derived=True,
)
TOPIC_TOTALS = TableSchema(
    "topic_totals",  # the world of the data, the denominator of specialisation
    _schema(
        {"topic": _TEXT, "year": _YEAR, "works": _COUNT}, {"citations": _COUNT, "source": _TEXT}
    ),
    ("topic", "year"),
    derived=True,
)
REGION_PORTFOLIO = TableSchema(
    "region_portfolio",  # each work once per region, however many of its organisations took part
    _schema(
        {"region": _TEXT, "topic": _TEXT, "year": _YEAR, "works": _COUNT},
        {"citations": _COUNT, "source": _TEXT},
    ),
    ("region", "topic", "year"),
    derived=True,
)
REGION_COLLABORATION = TableSchema(
    "region_collaboration",  # each work once per pair of regions; region_a < region_b
    _schema(
        {"region_a": _TEXT, "region_b": _TEXT, "topic": _TEXT, "year": _YEAR, "works": _COUNT},
        {"source": _TEXT},
    ),
    ("region_a", "region_b", "topic", "year"),
    derived=True,
)

TABLES: dict[str, TableSchema] = {
    table.name: table
    for table in (
        ORGANISATIONS,
        ORGANISATION_NAMES,
        FOCUS,
        PEOPLE,
        WORKS,
        AUTHORSHIPS,
        CITATIONS,
        WORK_VERSIONS,
        TRANSACTIONS,
        SOURCES,
        PORTFOLIO,
        COLLABORATION,
        MOBILITY,
        TOPIC_TOTALS,
        REGION_PORTFOLIO,
        REGION_COLLABORATION,
    )
}
