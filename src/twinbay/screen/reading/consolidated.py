"""The layouts of the US Consolidated Screening List (International Trade Administration).

CSV: ``https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv``,
29 columns, several values in one cell separated by ``; ``. JSON: ``…/consolidated.json`` and the
answers of
``https://data.trade.gov/consolidated_screening_list/v1/search``: objects under ``results`` with
the same fields as lists and objects.
"""

from collections.abc import Mapping
from typing import Any

from twinbay.screen.quarantine import Quarantine
from twinbay.screen.reading.entries import Raw
from twinbay.screen.reading.values import several

NAME = "US Consolidated Screening List"

COLUMNS = (
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
)

TELLING = frozenset({"source", "name", "alt_names"})
"""Columns by which the layout is known."""


def from_row(line: int, row: Mapping[str, str]) -> Raw:
    """Return the texts of a row of the CSV download."""

    def cell(name: str) -> str:
        return row.get(name, "")

    return Raw(
        line,
        id=cell("_id") or cell("id") or cell("entity_number"),
        name=cell("name"),
        kind=cell("type"),
        aliases=several(cell("alt_names")),
        source=cell("source"),
        programs=several(cell("programs")),
        countries=(
            *several(cell("nationalities")),
            *several(cell("citizenships")),
            *several(cell("country")),
        ),
        births=several(cell("dates_of_birth")),
        addresses=several(cell("addresses")),
        identifiers=several(cell("ids")),
        start=cell("start_date"),
        end=cell("end_date"),
        notice=cell("federal_register_notice"),
        remarks=cell("remarks"),
        url=cell("source_list_url"),
    )


def from_record(line: int, record: Mapping[str, Any], quarantine: Quarantine) -> Raw:
    """Return the texts of a record of the JSON; values of other types are reported."""

    def text(name: str) -> str:
        value = record.get(name)
        if value is None or isinstance(value, (str, int, float)):
            return "" if value is None else str(value)
        quarantine.add(line, name, "not a text; left empty", value, loaded=True)
        return ""

    def texts(name: str) -> tuple[str, ...]:
        return _texts(line, name, record.get(name), quarantine)

    addresses, address_countries = _addresses(line, record.get("addresses"), quarantine)
    return Raw(
        line,
        id=text("id") or text("_id") or text("entity_number"),
        name=text("name"),
        kind=text("type"),
        aliases=texts("alt_names"),
        source=_source(text, record),
        programs=texts("programs"),
        countries=(
            *texts("nationalities"),
            *texts("citizenships"),
            *texts("country"),
            *address_countries,
        ),
        births=texts("dates_of_birth"),
        addresses=addresses,
        identifiers=_identifiers(line, record.get("ids"), quarantine),
        start=text("start_date"),
        end=text("end_date"),
        notice=text("federal_register_notice"),
        remarks=text("remarks"),
        url=text("source_list_url"),
    )


def _source(text: Any, record: Mapping[str, Any]) -> str:
    """Return the list's name; the first version of the API gave an object with code and name."""
    source = record.get("source")
    if isinstance(source, dict):
        return str(source.get("full_name") or source.get("code") or "")
    return str(text("source"))


def _texts(line: int, name: str, value: Any, quarantine: Quarantine) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return several(value)
    if isinstance(value, list):
        good = [str(item) for item in value if isinstance(item, str | int)]
        if len(good) < len([item for item in value if item is not None]):
            quarantine.add(line, name, "holds something that is no text", value, loaded=True)
        return tuple(dict.fromkeys(item for item in good if item.strip()))
    quarantine.add(line, name, "neither a list nor a text; left empty", value, loaded=True)
    return ()


def _objects(line: int, name: str, value: Any, quarantine: Quarantine) -> list[dict[str, Any]]:
    if value is None:
        return []
    good = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    if not isinstance(value, list) or len(good) < len(value):
        quarantine.add(line, name, "not a list of objects; the rest is used", value, loaded=True)
    return good


def _addresses(
    line: int, value: Any, quarantine: Quarantine
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = _objects(line, "addresses", value, quarantine)
    parts = ("address", "city", "state", "postal_code", "country")
    lines = (", ".join(str(item[p]) for p in parts if item.get(p)) for item in found)
    countries = (str(item["country"]) for item in found if item.get("country"))
    return tuple(dict.fromkeys(filter(None, lines))), tuple(dict.fromkeys(countries))


def _identifiers(line: int, value: Any, quarantine: Quarantine) -> tuple[str, ...]:
    found = _objects(line, "ids", value, quarantine)
    parts = ("type", "number", "country")
    texts = (", ".join(str(item[p]) for p in parts if item.get(p)) for item in found)
    return tuple(dict.fromkeys(filter(None, texts)))
