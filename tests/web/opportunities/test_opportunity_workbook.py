"""Import and export: per-row errors, twice is harmless, both languages, no formula."""

import io
import runpy
from pathlib import Path
from typing import Any

import pytest
from members import signed_in
from openpyxl import Workbook, load_workbook
from opportunity_records import make_opportunity, upload

ADDRESS = "/en/opportunities/exchange/"
OFFER = {
    "Your own reference": "TTO-1",
    "Title (English)": "Solvent recycling",
    "Summary (English)": "Without furnaces.",
    "Fields of cooperation": "green-energy",
    "Description (English)": "A process.",
    "Technology readiness level": 6,
    "Types of cooperation": "licence; joint development",
}


def workbook(rows: list[dict[str, Any]], sheet: str = "Technology offer") -> bytes:
    book = Workbook()
    page = book.active
    page.title = sheet
    headings = list(dict.fromkeys(key for row in rows for key in row))
    page.append(headings)
    page.append(["# what the columns hold"])
    for row in rows:
        page.append([row.get(key) for key in headings])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(people: Any, content: bytes, person: Any = None, organisation: Any = None) -> str:
    answer = signed_in(person or people.owner).post(
        ADDRESS,
        {
            "file": upload("records.xlsx", content),
            "organisation": (organisation or people.ours).pk,
        },
    )
    return str(answer.content.decode())


def records(people: Any) -> list[Any]:
    from twinbay.web.opportunities.models import Opportunity

    return list(Opportunity.objects.filter(organisation=people.ours).order_by("reference"))


def test_good_rows_become_drafts_and_bad_ones_are_named(people: Any) -> None:
    rows = [
        OFFER,
        OFFER | {"Your own reference": "TTO-2", "Technology readiness level": 12},
        OFFER | {"Your own reference": "TTO-3", "Types of cooperation": "licence; barter"},
        OFFER | {"Your own reference": None},
        OFFER,
    ]
    html = send(people, workbook(rows))
    assert "Made: 1." in html
    (made,) = records(people)
    assert (made.state, made.reference, made.fields) == ("draft", "TTO-1", ["green-energy"])
    assert made.details == {"trl": 6, "cooperation": ["licence", "joint-development"]}
    cells = "".join(html.split())
    for row, column in (
        (4, "Technologyreadinesslevel"),
        (5, "Typesofcooperation"),
        (6, "Yourownreference"),
        (7, "Yourownreference"),
    ):
        assert f'<tdclass="number">{row}</td><td>{column}</td>' in cells
    assert "“barter” is none of the choices." in html


def test_the_same_file_again_changes_nothing_and_a_changed_row_changes_its_record(
    people: Any,
) -> None:
    send(people, workbook([OFFER]))
    (before,) = records(people)
    assert "Unchanged: 1." in send(people, workbook([OFFER]))
    (same,) = records(people)
    assert (same.pk, same.revision) == (before.pk, before.revision)
    shorter = {key: OFFER[key] for key in ("Your own reference", "Title (English)")}
    html = send(people, workbook([shorter | {"Title (English)": "Renamed"}]))
    assert "Changed: 1." in html
    (changed,) = records(people)
    assert (changed.title, changed.summary) == ("Renamed", "Without furnaces.")
    assert changed.details == before.details


def test_headings_choices_and_sheets_may_be_chinese(people: Any) -> None:
    from django.utils import translation

    from twinbay.web.opportunities.domain.workbook.columns import columns_of

    with translation.override("zh-hans"):
        headings = {c.key: c.heading for c in columns_of("technology_offer")}
        field = dict(
            next(c for c in columns_of("technology_offer") if c.key == "fields_chosen").options()
        )["green-energy"]
    row = {
        headings["reference"]: "TTO-9",
        headings["title_zh"]: "低温回收锂电池",
        headings["fields_chosen"]: field,
        headings["cooperation"]: "许可；联合开发",
    }
    assert "Made: 1." in send(people, workbook([row], "技术成果"))
    (made,) = records(people)
    assert made.title_zh == "低温回收锂电池"
    assert made.fields == ["green-energy"]
    assert made.details["cooperation"] == ["licence", "joint-development"]


@pytest.mark.parametrize("prefix", ["en", "zh"])
def test_an_export_can_be_imported_and_changes_nothing(people: Any, prefix: str) -> None:
    from twinbay.web.opportunities.domain.content import content_of

    details = {"wanted_regions": ["gba", "US"], "exclusions": ["tobacco"], "amount_min": 5}
    for number, kind in enumerate(("technology_offer", "capital_sought", "talent")):
        make_opportunity(
            people.ours,
            people.owner,
            kind,
            state="draft",
            reference=f"R-{number}",
            title="=1+1",
            details=details | {"currency": "CNY"},
        )
    before = [content_of(one) for one in records(people)]
    answer = signed_in(people.owner).get(
        f"/{prefix}/opportunities/exchange/records/?organisation={people.ours.pk}"
    )
    book = load_workbook(io.BytesIO(answer.content))
    values = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "'=1+1" in values
    assert not [value for value in values if str(value).startswith("=")]
    html = send(people, answer.content)
    assert "Unchanged: 3." in html
    assert [content_of(one) for one in records(people)] == before


def test_the_template_is_empty_and_explains_every_column(people: Any) -> None:
    for prefix in ("en", "zh"):
        answer = signed_in(people.owner).get(f"/{prefix}/opportunities/exchange/template/")
        book = load_workbook(io.BytesIO(answer.content))
        assert len(book.worksheets) == 7
        assert all(sheet.max_row == 2 for sheet in book.worksheets[:6])
        assert "Made: 0." in send(people, answer.content)


def test_a_published_record_is_changed_by_a_waiting_change_only(people: Any) -> None:
    record = make_opportunity(people.ours, people.owner, reference="TTO-1")
    send(people, workbook([OFFER | {"Title (English)": "Another"}]))
    record.refresh_from_db()
    assert record.title != "Another"
    assert record.pending["title"] == "Another"
    assert record.pending_state == "draft"


def test_nobody_imports_or_exports_for_an_organisation_they_do_not_write_for(people: Any) -> None:
    for person in (people.reader, people.viewer, people.officer, people.stranger):
        html = send(people, workbook([OFFER]), person)
        assert "Made:" not in html
        answer = signed_in(person).get(
            f"/en/opportunities/exchange/records/?organisation={people.ours.pk}"
        )
        assert answer.status_code == 404
    assert records(people) == []


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 broken", b"a,b\n1,2\n", b"\x00" * 100], ids=str
)
def test_what_is_no_workbook_is_refused_in_words(people: Any, content: bytes) -> None:
    html = send(people, content)
    assert "Traceback" not in html
    assert records(people) == []


def test_the_reference_of_fields_is_what_the_code_says(lake_home: Path) -> None:
    root = Path(__file__).parents[3]
    script = runpy.run_path(str(root / "scripts/make_opportunity_reference.py"))
    page = (root / "docs/reference/opportunity-fields.md").read_text(encoding="utf-8")
    assert page == script["reference"](), "run scripts/make_opportunity_reference.py"
