"""The reference of the tables names every table and column."""

from pathlib import Path

import pytest

from twinbay.lake.schema import ORGANISATION_KINDS, TABLES, WORK_KINDS

PAGE = (Path(__file__).parents[2] / "docs/reference/lake-tables.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described_under_its_table(name: str) -> None:
    section = PAGE.split(f"# {name}\n", 1)[1].split("\n#", 1)[0]
    for column in TABLES[name].columns:
        written = f"`{column.name}`"
        assert written in section, column.name
        assert (f"**{written}**" in section) is not column.nullable, column.name


def test_every_kind_is_listed() -> None:
    assert [kind for kind in (*ORGANISATION_KINDS, *WORK_KINDS) if f"`{kind}`" not in PAGE] == []
