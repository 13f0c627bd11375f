"""A home folder with a small lake for the commands."""

from pathlib import Path

import pyarrow as pa
import pytest

from twinbay.lake.store import write_build


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder, set as ``TWINBAY_HOME``, with four organisations and their works by topic."""
    folder = tmp_path / "home"
    monkeypatch.setenv("TWINBAY_HOME", str(folder))
    organisations = pa.table(
        {
            "org_id": ["org:west", "org:twin", "org:east", "org:third"],
            "name": [
                "Western University",
                "East Institute",
                "Eastern University",
                "East Institute",
            ],
            "name_zh": ["西部大学", None, "东部大学", None],
            "kind": ["education", "research-institute", "education", "research-institute"],
            "region": ["sf-bay", None, "gba", None],
            "country": ["US", "CN", "CN", "DE"],
            "source": ["test"] * 4,
        }
    )
    years = [2019, 2020, 2021]
    portfolio = pa.table(
        {
            "org_id": ["org:west"] * 3 + ["org:east"] * 3,
            "topic": ["T10247"] * 6,
            "year": years * 2,
            "works": [5, 6, 7, 1, 2, 9],
            "source": ["test"] * 6,
        }
    )
    totals = pa.table({"topic": ["T10247", "T10018"], "year": [2020, 2020], "works": [60, 400]})
    write_build(
        folder,
        {"organisations": organisations, "portfolio": portfolio, "topic_totals": totals},
        {"pair": "sf-bay--gba"},
    )
    return folder
