"""Tidy tables: good rows load, each bad one is named with its file, line and field."""

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tidy_tables import AUTHORSHIP, LATEST_YEAR, WORK, write_tidy

from twinbay.errors import ConfigurationError, SourceError
from twinbay.lake.importing import ImportReport, import_source, imports_folder
from twinbay.lake.sources.tidy import LONGEST_FIELD, TidyReader


def load(home: Path, folder: Path, **given: Any) -> ImportReport:
    return import_source(home, TidyReader(folder, latest_year=LATEST_YEAR, **given))


def staged(home: Path, source: str, table: str) -> list[dict[str, Any]]:
    (part,) = (imports_folder(home) / source / "parts").iterdir()
    return pq.read_table(part / f"{table}.parquet").to_pylist()


def problems(report: ImportReport) -> list[dict[str, Any]]:
    return [json.loads(line) for line in report.quarantine.read_text("utf-8").splitlines()]


def places(report: ImportReport) -> set[tuple[str, int, str]]:
    return {(p["file"], p["line"], p["field"]) for p in problems(report)}


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_good_tables_load_completely(tmp_path: Path, suffix: str) -> None:
    full = {
        **WORK,
        "abstract": "They degrade.",
        "venue": "Joule",
        "citations": "12",
        "kind": "Preprint",
        "language": "EN",
        "url": "10.1016/j.joule.2020.01.001",
        "topics": "T10036; https://openalex.org/T10090",
    }
    report = load(tmp_path, write_tidy(tmp_path / "t", [full], suffix=suffix))
    assert (report.rows, report.problems) == ({"works": 1, "affiliations": 1}, {})
    (row,) = staged(tmp_path, "t", "works")
    assert row == {
        "work_id": "work:w1",
        "kind": "preprint",
        "title": WORK["title"],
        "abstract": "They degrade.",
        "year": 2020,
        "venue": "Joule",
        "topics": ["T10036", "T10090"],
        "topics_rule": "source",
        "citations": 12,
        "language": "en",
        "url": "https://doi.org/10.1016/j.joule.2020.01.001",
        "source": "t",
    }
    (affiliation,) = staged(tmp_path, "t", "affiliations")
    assert affiliation["country"] == "US"
    assert affiliation["org_name"] == "Stanford University"


@pytest.mark.parametrize(
    ("bad", "field", "reason"),
    [
        ({"work_id": ""}, "work_id", "no work id"),
        ({"title": "  "}, "title", "no title"),
        ({"year": "2026"}, "year", "the year is in the future"),
        ({"year": "1066"}, "year", "the year is too early"),
        ({"year": "MMXX"}, "year", "not a year"),
        ({"work_id": "w1"}, "work_id", "duplicate work id; the first one was kept"),
    ],
)
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_bad_works_are_named_and_left_out(
    tmp_path: Path, bad: dict[str, str], field: str, reason: str, suffix: str
) -> None:
    good = [WORK, {**WORK, "work_id": "w3"}]
    works = [good[0], {**WORK, "work_id": "w2", **bad}, good[1]]
    report = load(tmp_path, write_tidy(tmp_path / "t", works, suffix=suffix))
    (problem,) = problems(report)
    line = 3 if suffix == ".csv" else 2  # of a CSV file the header is line 1
    assert (problem["file"], problem["line"], problem["field"], problem["reason"]) == (
        f"works{suffix}",
        line,
        field,
        reason,
    )
    assert report.left_out == 1
    assert {row["work_id"] for row in staged(tmp_path, "t", "works")} == {"work:w1", "work:w3"}


@pytest.mark.parametrize(
    ("bad", "field", "column", "kept"),
    [
        ({"citations": "many"}, "citations", "citations", None),
        ({"citations": "-3"}, "citations", "citations", None),
        ({"kind": "poem"}, "kind", "kind", "other"),
        ({"language": "English"}, "language", "language", None),
        ({"url": "javascript:alert(1)"}, "url", "url", None),
        ({"topics": "solar; T10036"}, "topics", "topics", ["T10036"]),
        ({"topics": "solar"}, "topics", "topics", None),
    ],
)
def test_works_load_without_a_bad_value(
    tmp_path: Path, bad: dict[str, str], field: str, column: str, kept: Any
) -> None:
    report = load(tmp_path, write_tidy(tmp_path / "t", [{**WORK, **bad}]))
    (row,) = staged(tmp_path, "t", "works")
    assert row[column] == kept
    assert places(report) == {("works.csv", 2, field)}
    assert report.left_out == 0


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"work_id": ""}, "work_id"),
        ({"work_id": "w9"}, "work_id"),
        ({"position": "first"}, "position"),
        ({"position": "-1"}, "position"),
        ({"author_name": "", "org_name": ""}, "author_name"),
    ],
)
def test_bad_authorships_are_named_and_left_out(
    tmp_path: Path, bad: dict[str, str], field: str
) -> None:
    rows = [AUTHORSHIP, {**AUTHORSHIP, "position": "1", **bad}, {**AUTHORSHIP, "position": "2"}]
    report = load(tmp_path, write_tidy(tmp_path / "t", authorships=rows))
    assert places(report) == {("authorships.csv", 3, field)}
    assert [r["position"] for r in staged(tmp_path, "t", "affiliations")] == [0, 2]


def test_an_unknown_country_is_named_once_and_the_rows_load(tmp_path: Path) -> None:
    rows = [{**AUTHORSHIP, "position": str(n), "country": "Atlantis"} for n in range(3)]
    report = load(tmp_path, write_tidy(tmp_path / "t", authorships=rows))
    (problem,) = problems(report)
    assert (problem["line"], problem["field"], problem["excerpt"]) == (
        2,
        "country",
        "Atlantis (3 rows)",
    )
    assert [r["country"] for r in staged(tmp_path, "t", "affiliations")] == [None] * 3
    assert report.left_out == 0


@pytest.mark.parametrize(("table", "column"), [("works", "title"), ("authorships", "position")])
def test_a_missing_column_is_an_error_that_says_which(
    tmp_path: Path, table: str, column: str
) -> None:
    folder = write_tidy(
        tmp_path / "t",
        [{k: v for k, v in WORK.items() if (table, k) != ("works", column)}],
        [{k: v for k, v in AUTHORSHIP.items() if (table, k) != ("authorships", column)}],
    )
    with pytest.raises(SourceError, match=f"'{column}' is missing") as raised:
        load(tmp_path, folder)
    assert raised.value.where.endswith(f"{table}.csv")
    assert "columns.toml" in raised.value.remedy


def test_a_column_map_renames_and_describes(tmp_path: Path) -> None:
    works = [{"id": "w1", "name": "A title", "published": "2019"}]
    authorships = [{"id": "w1", "rank": "0", "lab": "Kyoto University"}]
    folder = write_tidy(tmp_path / "t", works, authorships)
    (folder / "columns.toml").write_text(
        '[source]\nsource = "kyoto"\ntitle = "Kyoto list"\nlicence = "CC0"\n'
        '[works]\nwork_id = "id"\ntitle = "name"\nyear = "published"\n'
        '[authorships]\nwork_id = "id"\nposition = "rank"\norg_name = "lab"\n'
    )
    report = load(tmp_path, folder)
    assert (report.source, report.rows) == ("kyoto", {"works": 1, "affiliations": 1})
    assert staged(tmp_path, "kyoto", "affiliations")[0]["org_name"] == "Kyoto University"
    manifest = json.loads((imports_folder(tmp_path) / "kyoto" / "manifest.json").read_text())
    assert manifest["description"]["licence"] == "CC0"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[works", "not a readable column map"),
        ("[wroks]\n", r"no meaning for \[wroks\]"),
        ('[works]\nheading = "x"\n', r"\[works\] has no 'heading'"),
        ("[works]\ntitle = 3\n", "is not a text"),
    ],
)
def test_a_wrong_column_map_is_an_error(tmp_path: Path, text: str, problem: str) -> None:
    folder = write_tidy(tmp_path / "t")
    (folder / "columns.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=problem):
        load(tmp_path, folder)


def test_a_mapped_column_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    folder = write_tidy(tmp_path / "t")
    (folder / "columns.toml").write_text('[works]\nvenue = "journal"\n')
    with pytest.raises(SourceError, match="'journal' is missing"):
        load(tmp_path, folder)


def test_lines_in_another_encoding_or_width_are_left_out(tmp_path: Path) -> None:
    folder = write_tidy(tmp_path / "t", [WORK, {**WORK, "work_id": "w4"}])
    lines = (folder / "works.csv").read_bytes().splitlines()
    lines[2:2] = [b"w2,Caf\xe9 and fa\xe7ade,2020", b"w3,too,many,fields"]
    (folder / "works.csv").write_bytes(b"\n".join(lines) + b"\n")
    report = load(tmp_path, folder)
    found = {(p["line"], p["reason"].split(";")[0]) for p in problems(report)}
    assert found == {(3, "not UTF-8"), (4, "4 fields where the header has 3")}
    assert {row["work_id"] for row in staged(tmp_path, "t", "works")} == {"work:w1", "work:w4"}


def test_a_byte_order_mark_and_zero_bytes_do_no_harm(tmp_path: Path) -> None:
    folder = write_tidy(tmp_path / "t")
    content = (folder / "works.csv").read_bytes().replace(b"solar", b"so\x00lar")
    (folder / "works.csv").write_bytes(b"\xef\xbb\xbf" + content)
    load(tmp_path, folder)
    assert staged(tmp_path, "t", "works")[0]["title"] == WORK["title"]


def test_a_quoted_field_over_several_lines_keeps_the_line_numbers_right(tmp_path: Path) -> None:
    works = [
        {**WORK, "abstract": "first\n\nthird"},
        {**WORK, "work_id": "w2", "abstract": "", "year": "3000"},
    ]
    report = load(tmp_path, write_tidy(tmp_path / "t", works))
    assert places(report) == {("works.csv", 5, "year")}
    assert staged(tmp_path, "t", "works")[0]["abstract"] == "first\n\nthird"


def test_hostile_text_stays_text_and_is_cut(tmp_path: Path) -> None:
    works = [
        {**WORK, "title": "<script>alert('x')</script> cells", "abstract": "a" * 10 * 2**20},
        {**WORK, "work_id": "w2", "title": "=HYPERLINK(1)", "abstract": ""},
        {**WORK, "work_id": "w'3; DROP TABLE works; --", "abstract": ""},
    ]
    report = load(tmp_path, write_tidy(tmp_path / "t", works))
    rows = {row["work_id"]: row for row in staged(tmp_path, "t", "works")}
    assert rows["work:w1"]["title"] == "<script>alert('x')</script> cells"
    assert len(rows["work:w1"]["abstract"]) == LONGEST_FIELD
    assert len(rows) == 3
    assert places(report) == {("works.csv", 2, "abstract")}
    assert report.quarantine.stat().st_size < 2_000


def test_a_truncated_gzip_gives_its_beginning_and_is_named(tmp_path: Path) -> None:
    works = [
        {**WORK, "work_id": f"w{n}", "title": f"Work {n * 7919 % 10_007}"} for n in range(9_000)
    ]
    folder = write_tidy(tmp_path / "t", works)
    packed = gzip.compress((folder / "works.csv").read_bytes())
    (folder / "works.csv").unlink()
    (folder / "works.csv.gz").write_bytes(packed[: len(packed) // 2])
    report = load(tmp_path, folder)
    assert 1_000 < report.rows["works"] < 9_000
    (problem,) = [p for p in problems(report) if "incomplete" in p["reason"]]
    assert problem["file"] == "works.csv.gz"
    assert problem["line"] >= report.rows["works"]


def test_a_damaged_parquet_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    folder = write_tidy(tmp_path / "t", suffix=".parquet")
    content = (folder / "works.parquet").read_bytes()
    (folder / "works.parquet").write_bytes(content[:-30])
    with pytest.raises(SourceError) as raised:
        load(tmp_path, folder)
    assert "works.parquet" in raised.value.where


def test_damage_inside_a_parquet_file_is_an_error_and_changes_nothing(tmp_path: Path) -> None:
    works = [{**WORK, "work_id": f"w{n}", "title": f"{n * 7_919:x} cells"} for n in range(3_000)]
    folder = write_tidy(tmp_path / "t", works, suffix=".parquet")
    content = bytearray((folder / "works.parquet").read_bytes())
    content[100:4_000] = b"\x00" * 3_900
    (folder / "works.parquet").write_bytes(content)
    with pytest.raises(SourceError) as raised:
        load(tmp_path, folder)
    assert "works.parquet" in raised.value.where
    assert list((imports_folder(tmp_path) / "t" / "parts").iterdir()) == []


def test_parquet_columns_of_other_types_are_read(tmp_path: Path) -> None:
    folder = write_tidy(tmp_path / "t", suffix=".parquet")
    table = pa.table(
        {
            "work_id": [7],
            "title": ["Seven"],
            "year": pa.array([2019.0]),
            "topics": pa.array([["T10036", "T10090"]]),
        }
    )
    pq.write_table(table, folder / "works.parquet")
    authorships = pa.table({"work_id": [7], "position": [0], "author_name": ["Ada"]})
    pq.write_table(authorships, folder / "authorships.parquet")
    assert load(tmp_path, folder).problems == {}
    (row,) = staged(tmp_path, "t", "works")
    assert (row["work_id"], row["year"], row["topics"]) == ("work:7", 2019, ["T10036", "T10090"])


def test_a_folder_without_tables_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    with pytest.raises(SourceError, match=r"neither works\.parquet nor works\.csv"):
        load(tmp_path, tmp_path / "t")


def test_an_empty_csv_is_an_error(tmp_path: Path) -> None:
    folder = write_tidy(tmp_path / "t")
    (folder / "works.csv").write_text("")
    with pytest.raises(SourceError, match="is empty"):
        load(tmp_path, folder)
