"""The canonical tables are what the design says they are."""

import pytest

from twinbay.lake.schema import TABLES

DESIGN = {
    "organisations": "org_id name name_zh kind region city country lat lon url ror parent_id"
    " source",
    "people": "person_id name orcid source",
    "works": "work_id kind title abstract year venue topics citations language source",
    "authorships": "work_id position person_id org_id region raw_affiliation",
    "citations": "work_id cited_work_id",
    "transactions": "kind from_org to_org date amount currency source",
    "portfolio": "org_id topic year works citations specialisation",
    "collaboration": "org_a org_b topic year works",
    "mobility": "person_id from_org to_org year confidence",
}


@pytest.mark.parametrize("name", DESIGN)
def test_table_has_every_column_of_the_design(name: str) -> None:
    assert set(DESIGN[name].split()) <= set(TABLES[name].columns.names)


@pytest.mark.parametrize("name", TABLES)
def test_key_columns_exist(name: str) -> None:
    assert set(TABLES[name].key) <= set(TABLES[name].columns.names)
