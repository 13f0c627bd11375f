"""A tiny lake that every web test knows, and every kind of page on it."""

from typing import Any

import pyarrow as pa

# Every kind of page, without its language prefix.
PAGES = (
    "",
    "search/",
    "search/?q=perovskite",
    "search/?q=%E9%92%99%E9%92%9B%E7%9F%BF",
    "who/",
    "who/?text=Stable+perovskite+solar+cells",
    "who/?text=batteries",
    "accuracy/",
    "organisations/",
    "organisations/?region=gba",
    "organisations/org:stan/",
    "organisations/org:evil/",
    "organisations/org:mit/",
    "pairs/org:stan/org:hkust/",
    "topics/T10247/",
    "fields/",
    "fields/green-energy/",
    "people/person:lin/",
    "works/work:1/",
    "sources/",
    "method/",
    "nowhere/",
)


def table(columns: str, *rows: tuple[Any, ...]) -> pa.Table:
    """Make an Arrow table from space-separated column names and rows."""
    names = columns.split()
    return pa.table({name: [row[i] for row in rows] for i, name in enumerate(names)})


def tiny_tables() -> dict[str, pa.Table]:
    """Eight organisations, three topics and the years 2017 to 2023."""
    organisations = [
        (
            "org:stan",
            "Stanford University",
            "斯坦福大学",
            "education",
            "sf-bay",
            "santa-clara",
            "Stanford",
            "US",
            37.4275,
            -122.1697,
        ),
        (
            "org:ucb",
            "University of California, Berkeley",
            "加州大学伯克利分校",
            "education",
            "sf-bay",
            "alameda",
            "Berkeley",
            "US",
            37.8719,
            -122.2585,
        ),
        (
            "org:cell",
            "Bay Cell Works",
            "湾区电池",
            "enterprise",
            "sf-bay",
            "alameda",
            "Fremont",
            "US",
            37.5485,
            -121.9886,
        ),
        (
            "org:fund",
            "Golden Gate Ventures",
            None,
            "investor",
            "sf-bay",
            "san-francisco",
            "San Francisco",
            "US",
            37.7749,
            -122.4194,
        ),
        (
            "org:sustech",
            "Southern University of Science and Technology",
            "南方科技大学",
            "education",
            "gba",
            "shenzhen",
            "Shenzhen",
            "CN",
            22.5954,
            113.9972,
        ),
        (
            "org:hkust",
            "Hong Kong University of Science and Technology",
            "香港科技大学",
            "education",
            "gba",
            "hong-kong",
            "Hong Kong",
            "HK",
            22.3364,
            114.2655,
        ),
        (
            "org:evil",
            "<script>alert(1)</script>",
            '=HYPERLINK("x")',
            "enterprise",
            "gba",
            "guangzhou",
            "Guangzhou",
            "CN",
            23.1291,
            113.2644,
        ),
        (
            "org:mit",
            "Massachusetts Institute of Technology",
            "麻省理工学院",
            "education",
            None,
            None,
            "Cambridge",
            "US",
            42.3601,
            -71.0942,
        ),
    ]
    portfolio, totals = [], []
    collaboration, region_portfolio, region_collaboration = [], [], []
    topics = ("T10247", "T10036", "T10018")
    for year in range(2017, 2024):
        step = year - 2016
        for i, topic in enumerate(topics):
            totals.append((topic, year, 100 + 10 * i, 50, "tiny"))
            region_portfolio.append(("sf-bay", topic, year, 10 + step * (3 - i), 20, "tiny"))
            region_portfolio.append(("gba", topic, year, 8 + step * (i + 1), 20, "tiny"))
            for org in ("org:stan", "org:sustech", "org:hkust", "org:ucb", "org:cell"):
                portfolio.append((org, topic, year, step + i, 5, 1.5 - 0.4 * i, "tiny"))
        collaboration.append(("org:hkust", "org:stan", topics[0], year, step, "tiny"))
        region_collaboration.append(("gba", "sf-bay", topics[0], year, step, "tiny"))
        region_collaboration.append(("gba", "sf-bay", topics[1], year, 2, "tiny"))
    names = "org_id name name_zh kind region place city country lat lon source"
    return {
        "organisations": table(names, *((*row, "tiny") for row in organisations)),
        "portfolio": table("org_id topic year works citations specialisation source", *portfolio),
        "topic_totals": table("topic year works citations source", *totals),
        "collaboration": table("org_a org_b topic year works source", *collaboration),
        "region_portfolio": table("region topic year works citations source", *region_portfolio),
        "region_collaboration": table(
            "region_a region_b topic year works source", *region_collaboration
        ),
        "people": table(
            "person_id name source",
            ("person:lin", "Lin Mei", "tiny"),
            ("person:park", "Jordan Park", "tiny"),
        ),
        "works": table(
            "work_id kind title abstract year venue topics language source",
            (
                *("work:1", "paper", "Stable perovskite solar cells", "Layers that last.", 2022),
                *("Energy Letters", ["T10247"], "en", "tiny"),
            ),
            (
                *("work:2", "dataset", "锂电池回收数据集", "废旧电池的成分。", 2023),
                *("Open Data", ["T10018"], "zh", "tiny"),
            ),
        ),
        "authorships": table(
            "work_id position person_id org_id region raw_affiliation source",
            ("work:1", 0, "person:lin", "org:hkust", "gba", "HKUST, Hong Kong", "tiny"),
            ("work:1", 1, "person:park", "org:stan", "sf-bay", "Stanford University", "tiny"),
            ("work:2", 0, "person:lin", "org:hkust", "gba", "HKUST, Hong Kong", "tiny"),
        ),
        "sources": table(
            "source title url licence retrieved rows note",
            (
                "tiny",
                "A tiny sample",
                "https://example.org/tiny",
                "CC0",
                "2024-05-01",
                8,
                "Made up.",
            ),
        ),
    }
