"""Lists of works agree with the figures: a preprint and its paper stand there once."""

from pathlib import Path

from tiny_lake import table, tiny_tables

from twinbay.lake.store import Lake, write_build
from twinbay.regions import load_pair
from twinbay.web.directory.queries import organisations, pairs, works
from twinbay.web.directory.queries.serving import ServingDatabase

TOPIC = "T10247"


def serving(home: Path, *, linked: bool) -> ServingDatabase:
    """A lake with one paper and its preprint, of other authors' order and another organisation."""
    tables = tiny_tables()
    tables["works"] = table(
        "work_id kind title year topics source",
        ("work:paper", "paper", "Stable cells", 2022, [TOPIC], "tiny"),
        ("work:preprint", "preprint", "Stable cells", 2021, [TOPIC], "tiny"),
    )
    tables["authorships"] = table(
        "work_id position person_id org_id region source",
        ("work:paper", 0, "person:lin", "org:stan", "sf-bay", "tiny"),
        ("work:preprint", 0, "person:lin", "org:stan", "sf-bay", "tiny"),
        ("work:preprint", 1, None, "org:hkust", "gba", "tiny"),
    )
    if linked:
        tables["work_versions"] = table(
            "work_id version_of rule source", ("work:preprint", "work:paper", "same-title", "tiny")
        )
    write_build(home, tables, {"pair": "sf-bay--gba"})
    return ServingDatabase(Lake.open(home), load_pair("sf-bay--gba"))


def test_a_preprint_is_listed_as_its_paper(tmp_path: Path) -> None:
    database = serving(tmp_path, linked=True)
    together = pairs.works_together(database, "org:stan", "org:hkust", 10)
    assert [row["work_id"] for row in together] == ["work:paper"]
    own = works.works_of_person(database, "person:lin", 10)
    assert [row["work_id"] for row in own] == ["work:paper"]
    assert organisations.people(database, "org:stan", 10)[0][0]["works"] == 1
    assert works.people_of_topic(database, TOPIC, 10)[0]["works"] == 1
    assert [row["work_id"] for row in works.works_of_topic(database, TOPIC, 10)] == ["work:paper"]


def test_unlinked_works_are_listed_apart(tmp_path: Path) -> None:
    database = serving(tmp_path, linked=False)
    own = works.works_of_person(database, "person:lin", 10)
    assert [row["work_id"] for row in own] == ["work:paper", "work:preprint"]
    assert organisations.people(database, "org:stan", 10)[0][0]["works"] == 2


def test_the_preprint_keeps_its_own_page(tmp_path: Path) -> None:
    database = serving(tmp_path, linked=True)
    assert works.work(database, "work:preprint")["year"] == 2021
    assert [row["org_id"] for row in works.authors(database, "work:preprint")] == [
        "org:stan",
        "org:hkust",
    ]
