"""What a path holds is told by its files' names and first bytes."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest
from tidy_tables import write_tidy

from twinbay.errors import SourceError
from twinbay.lake.sources.bundled import FOLDER
from twinbay.lake.sources.detection import detect_kind

OPENALEX = {"id": "https://openalex.org/I97018004", "ror": "https://ror.org/00f54p054"}
ROR = {"id": "https://ror.org/00f54p054", "names": [], "locations": []}


def test_tidy_tables(tmp_path: Path) -> None:
    assert detect_kind(write_tidy(tmp_path / "csv")) == "tables"
    assert detect_kind(write_tidy(tmp_path / "parquet", suffix=".parquet")) == "tables"


def test_the_bundled_lists() -> None:
    assert detect_kind(FOLDER) == "bundled"


def test_openalex_pages_and_snapshot_files(tmp_path: Path) -> None:
    page = tmp_path / "page-000001.json"
    page.write_text(json.dumps({"meta": {}, "results": [OPENALEX]}))
    assert detect_kind(page) == "openalex"
    part = tmp_path / "works" / "updated_date=2024-01-01" / "part_000.gz"
    part.parent.mkdir(parents=True)
    part.write_bytes(gzip.compress(json.dumps(OPENALEX).encode()))
    assert detect_kind(part) == "openalex"
    assert detect_kind(tmp_path / "works") == "openalex"


def test_the_ror_dump(tmp_path: Path) -> None:
    archive = tmp_path / "v1.63-ror-data.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("v1.63-ror-data.csv", "id,name")
        file.writestr("v1.63-ror-data.json", json.dumps([ROR]))
    assert detect_kind(archive) == "ror"
    plain = tmp_path / "plain" / "ror.json"
    plain.parent.mkdir()
    plain.write_text(json.dumps([ROR], indent=4))
    assert detect_kind(plain.parent) == "ror"


def test_transactions(tmp_path: Path) -> None:
    table = tmp_path / "deals.csv"
    table.write_text("company_name,acquirer_name,price_amount\nA,B,1\n")
    assert detect_kind(table) == "transactions"


@pytest.mark.parametrize(
    "content",
    [b"", b"name,city\nA,B\n", b"\x1f\x8b\x08broken", b"PK\x03\x04broken", b"\xff\xfe\x00"],
)
@pytest.mark.parametrize("name", ["x.csv", "x.gz", "x.json", "x.zip"])
def test_anything_else_is_an_error_that_says_what_is_known(
    tmp_path: Path, content: bytes, name: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match="nothing of a known kind") as raised:
        detect_kind(tmp_path)
    assert "--as" in raised.value.remedy


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        detect_kind(tmp_path / "nowhere")
