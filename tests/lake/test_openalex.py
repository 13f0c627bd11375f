"""OpenAlex records as rows, from pages of the API and from files of the snapshot."""

import gzip
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from staged_rows import read_source, reasons

from twinbay.errors import SourceError
from twinbay.lake.sources.openalex import OpenAlexReader

FIXTURES = Path(__file__).parent / "fixtures"
LATEST = 2026


def work(number: int = 1, **fields: Any) -> dict[str, Any]:
    """Return the smallest good work with other fields as given."""
    return {"id": f"https://openalex.org/W{number}", "title": f"Title {number}", **fields}


def read_works(folder: Path, *records: Any, **options: Any) -> Any:
    """Write records as a snapshot file and read it."""
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path = folder / "works" / "updated_date=2026-01-01" / "part_000.gz"
    path.parent.mkdir(parents=True)
    path.write_bytes(gzip.compress("\n".join(lines).encode("utf-8", "surrogatepass")))
    return read_source(OpenAlexReader(folder, latest_year=LATEST, **options))


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Return a folder with a page of works and one of institutions, as the client writes them."""
    for entity in ("works", "institutions"):
        folder = tmp_path / f"{entity}-0123456789ab"
        folder.mkdir()
        content = (FIXTURES / f"openalex_{entity}_page.json").read_bytes()
        (folder / "page-000001.json.gz").write_bytes(gzip.compress(content))
        (folder / "checkpoint.json").write_text("{}")
    return tmp_path


def test_a_page_of_works_becomes_rows(pages: Path) -> None:
    rows, problems = read_source(OpenAlexReader(pages, latest_year=LATEST))
    first, second = rows["works"]
    assert first == {
        "work_id": "work:W9000000001",
        "kind": "paper",
        "title": "Grain growth in tin perovskite films on x substrates",
        "source": "openalex",
        "abstract": "We grow films and films",
        "year": 2021,
        "venue": "Journal of Examples",
        "topics": ["T10247", "T10090"],
        "topics_rule": "source",
        "citations": 42,
        "language": "en",
        "url": "https://doi.org/10.5555/example.1",
    }
    assert (second["kind"], second["abstract"], second["topics"]) == ("preprint", None, None)
    assert second["url"] == "https://openalex.org/W9000000002"
    assert [row["cited_work_id"] for row in rows["citations"]] == [
        "work:W9000000002",
        "work:W9000000003",
    ]
    assert reasons(problems) == [
        (2, "geo", "not coordinates; loaded without them"),
        (2, "homepage_url", "not a web address; loaded without it"),
    ]


def test_authors_and_institutions_of_a_work_become_affiliations(pages: Path) -> None:
    rows, _ = read_source(OpenAlexReader(pages, latest_year=LATEST))
    by_ror, by_openalex, unmatched = rows["affiliations"]
    assert (by_ror["author_id"], by_ror["org_id"]) == (
        "person:0000-0000-0000-0001",
        "org:0exampl01",
    )
    assert by_ror["raw_affiliation"] == "Dept. of Films, University of Example, Stanford, CA"
    assert (by_openalex["org_id"], by_openalex["org_name"], by_openalex["country"]) == (
        "org:I9000000002",
        "Example National Laboratory",
        "US",
    )
    assert by_openalex["raw_affiliation"] == "Example National Laboratory"
    assert unmatched["author_id"] == "person:A9000000002"
    assert (unmatched["position"], unmatched["author_name"]) == (1, "示例 人")
    assert (unmatched["org_id"], unmatched["country"]) == (None, "CN")
    assert unmatched["raw_affiliation"] == "Example Institute, Shenzhen"
    assert rows["people"] == [
        {
            "person_id": "person:0000-0000-0000-0001",
            "name": "Ada Beispiel",
            "source": "openalex",
            "orcid": "0000-0000-0000-0001",
        }
    ]


def test_full_institutions_lead_those_found_in_works(pages: Path) -> None:
    rows, _ = read_source(OpenAlexReader(pages, latest_year=LATEST))
    full, laboratory, *from_works = rows["organisations"]
    assert full["org_id"] == "org:0exampl01"
    assert (full["name"], full["name_zh"]) == ("University of Example", "范例大学")
    assert (full["kind"], full["city"], full["lat"], full["lon"]) == (
        "education",
        "Stanford",
        37.42,
        -122.17,
    )
    assert (full["url"], full["ror"]) == ("https://www.example.edu/", "0exampl01")
    assert full["parent_id"] == "org:0exampl03"
    assert full["aliases"] == ["Example University", "UEX"]
    assert (laboratory["kind"], laboratory["url"], laboratory["lat"]) == (
        "research-institute",
        None,
        None,
    )
    assert [row["org_id"] for row in from_works] == ["org:0exampl01", "org:I9000000002"]


def test_the_snapshot_reads_as_the_api_does(pages: Path, tmp_path: Path) -> None:
    from_pages, _ = read_source(OpenAlexReader(pages, latest_year=LATEST))
    snapshot = tmp_path / "snapshot"
    for entity in ("works", "institutions"):
        folder = snapshot / "data" / entity / "updated_date=2026-01-01"
        folder.mkdir(parents=True)
        page = json.loads((FIXTURES / f"openalex_{entity}_page.json").read_text())
        lines = "".join(json.dumps(record) + "\n" for record in page["results"])
        (folder / "part_000.gz").write_bytes(gzip.compress(lines.encode()))
        (folder.parent / "manifest").write_text("{}")
    from_snapshot, _ = read_source(OpenAlexReader(snapshot, latest_year=LATEST))
    assert from_snapshot == from_pages


def test_entities_that_are_not_read_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "merged_ids" / "works"
    folder.mkdir(parents=True)
    (folder / "2022-06-06.csv.gz").write_bytes(gzip.compress(b"merge_date,id,merge_into_id\n"))
    rows, problems = read_works(tmp_path, work())
    assert (len(rows["works"]), problems) == (1, [])


def test_authors_become_people(tmp_path: Path) -> None:
    path = tmp_path / "authors.jsonl"
    author = {"id": "https://openalex.org/A5", "display_name": "B. Name", "orcid": None}
    lines = [author, author, {"id": "https://openalex.org/A6", "display_name": None}]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    rows, problems = read_source(OpenAlexReader(path))
    assert [row["person_id"] for row in rows["people"]] == ["person:A5"]
    assert reasons(problems) == [
        (2, "id", "duplicate id; the first one was kept"),
        (3, "display_name", "no name"),
    ]


def test_only_the_countries_asked_for_are_loaded(tmp_path: Path) -> None:
    def at(code: str) -> dict[str, Any]:
        institution = {"id": "https://openalex.org/I1", "country_code": code, "display_name": "I"}
        return {"authorships": [{"institutions": [institution]}]}

    rows, problems = read_works(
        tmp_path, work(1, **at("US")), work(2, **at("FR")), work(3), countries=["US", "CN"]
    )
    assert [row["work_id"] for row in rows["works"]] == ["work:W1"]
    assert problems == []


def test_rows_name_the_source_they_were_imported_as(tmp_path: Path) -> None:
    rows, _ = read_works(tmp_path, work(1), source="my-extract")
    assert rows["works"][0]["source"] == "my-extract"


def test_a_reader_of_other_countries_reads_anew(tmp_path: Path) -> None:
    versions = {OpenAlexReader(tmp_path, countries=c).version for c in (None, ["US"], ["CN"])}
    assert len(versions) == 3


def test_pages_come_in_parts_of_a_hundred(tmp_path: Path) -> None:
    for number in (1, 2, 100, 101):
        (tmp_path / f"page-{number:06d}.json").write_text('{"meta": {}, "results": []}')
    parts = OpenAlexReader(tmp_path).parts()
    assert [(part.name, len(part.files)) for part in parts] == [
        ("pages 1 to 100", 3),
        ("pages 101 to 200", 1),
    ]


def test_a_folder_without_data_is_named(tmp_path: Path) -> None:
    (tmp_path / "checkpoint.json").write_text("{}")
    with pytest.raises(SourceError, match="holds no OpenAlex data"):
        OpenAlexReader(tmp_path).parts()


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"id": "W1"}, None, None),
        ({"id": "https://openalex.org/S1"}, "id", "not the id of a work"),
        ({"id": None}, "id", "not the id of a work"),
        ({"id": ["W1"]}, "id", "not the id of a work"),
        ({"title": None}, "title", "no title"),
        ({"title": "<i></i>"}, "title", "no title"),
        ({"publication_year": LATEST + 1}, "publication_year", "the year is in the future"),
        ({"publication_year": 90210}, "publication_year", "the year is in the future"),
        ({"publication_year": 10**30}, "publication_year", "not a year"),
        ({"publication_year": 17}, "publication_year", "the year is too early"),
        ({"publication_year": "soon"}, "publication_year", "not a year"),
        ({"publication_year": "2020"}, None, None),
        ({"publication_year": 2020.0}, None, None),
        ({"publication_year": None}, None, None),
    ],
)
def test_a_work_is_refused_or_not(
    tmp_path: Path, fields: dict[str, Any], field: str | None, reason: str | None
) -> None:
    rows, problems = read_works(tmp_path, work(1, **fields), work(2))
    assert [row["work_id"] for row in rows["works"]] == [
        *(["work:W1"] if field is None else []),
        "work:W2",
    ]
    refused = [problem for problem in problems if not problem.loaded]
    assert [(p.line, p.field) for p in refused] == ([] if field is None else [(1, field)])
    assert reason is None or refused[0].reason.startswith(reason)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"cited_by_count": "many"}, "cited_by_count"),
        ({"cited_by_count": -1}, "cited_by_count"),
        ({"cited_by_count": 10**25}, "cited_by_count"),
        ({"cited_by_count": True}, "cited_by_count"),
        ({"authorships": "Ada"}, "authorships"),
        ({"authorships": ["Ada"]}, "authorships"),
        ({"authorships": [{"author": [], "institutions": {}}]}, "authorships.author"),
        ({"authorships": [{"institutions": [{"id": 7}]}]}, "institutions.id"),
        ({"topics": {"id": "T1"}}, "topics"),
        ({"topics": [{"id": "https://openalex.org/W1"}]}, "topics"),
        ({"abstract_inverted_index": "We grow"}, "abstract_inverted_index"),
        ({"abstract_inverted_index": {"We": 0}}, "abstract_inverted_index"),
        ({"abstract_inverted_index": {"We": [-1, 10**12]}}, "abstract_inverted_index"),
        ({"referenced_works": ["https://openalex.org/A1", 3, None]}, "referenced_works"),
        ({"primary_location": ["Journal"]}, "primary_location"),
        ({"doi": "javascript:alert(1)"}, "doi"),
        ({"doi": "javascript://example.org/%0aalert(1)"}, "doi"),
        ({"doi": "https://[broken"}, "doi"),
        ({"doi": "https://example.org/a b"}, "doi"),
        ({"language": 5}, "language"),
    ],
)
def test_a_field_of_the_wrong_type_is_noted_and_the_work_loads(
    tmp_path: Path, fields: dict[str, Any], field: str
) -> None:
    rows, problems = read_works(tmp_path, work(1, **fields))
    assert [row["work_id"] for row in rows["works"]] == ["work:W1"]
    assert field in [problem.field for problem in problems]
    assert all(problem.loaded for problem in problems)


def test_a_work_that_comes_twice_is_kept_once(tmp_path: Path) -> None:
    rows, problems = read_works(tmp_path, work(1, title="First"), work(1, title="Second"))
    assert [row["title"] for row in rows["works"]] == ["First"]
    assert reasons(problems) == [(2, "id", "duplicate work id; the first one was kept")]


def test_an_abstract_of_ten_megabytes_is_cut(tmp_path: Path) -> None:
    long_word = {"abstract_inverted_index": {"x" * 10_000_000: [0, 1, 2]}}
    many_words = {"abstract_inverted_index": {"many": list(range(300_000))}}
    rows, problems = read_works(tmp_path, work(1, **long_word), work(2, **many_words))
    assert all(99_990 <= len(row["abstract"]) <= 100_000 for row in rows["works"])
    assert {problem.line for problem in problems} == {1, 2}


def test_a_word_repeated_without_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    index = {"x" * 100_000: list(range(2_000))}
    tracemalloc.start()
    rows, _ = read_works(tmp_path, work(1, abstract_inverted_index=index))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(rows["works"][0]["abstract"]) == 100_000
    assert peak < 50_000_000


def test_a_work_does_not_cite_itself_nor_twice(tmp_path: Path) -> None:
    references = [f"https://openalex.org/W{number}" for number in (1, 2, 2, 3)]
    rows, problems = read_works(tmp_path, work(1, referenced_works=references))
    assert [row["cited_work_id"] for row in rows["citations"]] == ["work:W2", "work:W3"]
    assert problems == []


def test_an_institution_of_several_parents_has_none(tmp_path: Path) -> None:
    parents = [
        {"id": f"https://openalex.org/I{number}", "relationship": "parent"} for number in (7, 8)
    ]
    path = tmp_path / "institutions.jsonl"
    path.write_text(
        "".join(
            json.dumps(
                {
                    "id": f"https://openalex.org/I{count}",
                    "display_name": "I",
                    "associated_institutions": parents[:count],
                }
            )
            + "\n"
            for count in (1, 2)
        )
    )
    rows, _ = read_source(OpenAlexReader(path))
    assert [row["parent_id"] for row in rows["organisations"]] == ["org:I7", None]


def test_html_in_a_title_stays_text(tmp_path: Path) -> None:
    title = "CO<sub>2</sub> &amp; <script>alert(1)</script> for a < b, c > d"
    rows, _ = read_works(tmp_path, work(1, title=title))
    assert rows["works"][0]["title"] == ("CO2 &amp; <script>alert(1)</script> for a < b, c > d")


def test_characters_that_files_cannot_hold_are_dropped(tmp_path: Path) -> None:
    rows, _ = read_works(tmp_path, work(1, title="a\x00b\ud800c\x1b  d\n e"))
    assert rows["works"][0]["title"] == "abc d e"


def test_not_a_number_counts_as_absent(tmp_path: Path) -> None:
    line = '{"id": "https://openalex.org/W1", "title": "T", "cited_by_count": NaN}'
    infinite = '{"id": "https://openalex.org/W2", "title": "T", "cited_by_count": 1e999}'
    rows, problems = read_works(tmp_path, line, infinite)
    assert [row["citations"] for row in rows["works"]] == [None, None]
    assert reasons(problems) == [(2, "cited_by_count", "not a whole number; loaded without it")]
