"""Make the programme's records of the rows read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twinbay.plan.folder.profiles import Profiles
from twinbay.plan.folder.records import Record
from twinbay.plan.folder.settings import Header
from twinbay.plan.measure import Measure, MeasureKind
from twinbay.plan.programme import (
    Carrier,
    DirectEmission,
    EndUse,
    Fleet,
    Grade,
    JointProject,
    Line,
    Names,
    Programme,
    Provenance,
    Region,
    Sector,
    Target,
    TargetKind,
    Technology,
    TechnologyKind,
)

GASES = ("CO2", "CH4", "N2O")
FORMAL = frozenset({"name", "name_zh", "source", "source_year", "grade", "note", "unit"})
"""Columns that become names and provenance, or are not part of the programme."""
USUAL_SOURCE = "assumption"


@dataclass(frozen=True)
class Builder:
    """Turns the records of every table into a programme.

    Attributes:
        header: what ``programme.toml`` says.
        records: table key to its records.
        profiles: the hourly profiles.
    """

    header: Header
    records: Mapping[str, Sequence[Record]]
    profiles: Profiles

    def programme(self) -> Programme:
        """Return the programme; call it only when nothing is wrong."""
        header = self.header
        return Programme(
            id=header.id,
            names=header.names,
            milestones=header.milestones,
            money=header.money,
            carriers=tuple(self._carrier(r) for r in self.records["carriers"]),
            regions=tuple(self._region(r) for r in self.records["regions"]),
            end_uses=tuple(
                EndUse(**_plain(r), **_formal(r), sector=Sector(r.values["sector"]))
                for r in self.records["end_uses"]
            ),
            direct_emissions=tuple(
                DirectEmission(**_plain(r), **_formal(r), sector=Sector(r.values["sector"]))
                for r in self.records["direct_emissions"]
            ),
            technologies=tuple(
                Technology(**_plain(r), **_formal(r), kind=TechnologyKind(r.values["kind"]))
                for r in self.records["technologies"]
            ),
            fleets=tuple(self._fleet(r) for r in self.records["fleets"]),
            lines=tuple(self._line(r) for r in self.records["lines"]),
            joint_projects=tuple(
                JointProject(**_plain(r), **_formal(r)) for r in self.records["joint_projects"]
            ),
            measures=tuple(_measure(r) for r in self.records["measures"]),
            targets=tuple(
                Target(**_plain(r), **_formal(r), kind=TargetKind(r.values["kind"]))
                for r in self.records["targets"]
            ),
            profiles=self.profiles.values,
            profile_sources=self.profiles.sources,
            settings=header.settings,
            gwp=header.gwp,
        )

    def _carrier(self, record: Record) -> Carrier:
        plain = _plain(record)
        emissions = {gas: plain.pop(gas) for gas in GASES if gas in plain}
        return Carrier(
            **plain, **_formal(record), emissions={g: kg for g, kg in emissions.items() if kg}
        )

    def _region(self, record: Record) -> Region:
        drivers = {
            r.values["quantity"]: r.values["value"]
            for r in self.records["drivers"]
            if r.values["region"] == record.id
        }
        prices = {
            r.values["carrier"]: r.values["price"]
            for r in self.records["prices"]
            if r.values["region"] == record.id
        }
        nothing = dict.fromkeys(self.header.milestones, 0.0)
        usual = {
            "carbon_price": nothing,
            "import_limit": nothing,
            "import_price": nothing,
            "import_emissions": nothing,
        }
        return Region(
            **_plain(record),
            names=_formal(record)["names"],
            prices=prices,
            **{**usual, **drivers},
        )

    def _unlimited(self) -> dict[int, float]:
        return dict.fromkeys(self.header.milestones, float("inf"))

    def _fleet(self, record: Record) -> Fleet:
        plain = {"potential": self._unlimited(), "build_limit": self._unlimited(), **_plain(record)}
        return Fleet(**plain, provenance=_provenance(record))

    def _line(self, record: Record) -> Line:
        plain = {"potential": self._unlimited(), **_plain(record)}
        return Line(**plain, **_formal(record))


def _plain(record: Record) -> dict[str, Any]:
    """Return the values that are attributes of the same name."""
    converted = ("sector", "kind")
    return {k: v for k, v in record.values.items() if k not in FORMAL and k not in converted}


def _formal(record: Record) -> dict[str, Any]:
    """Return names and provenance."""
    names = Names(record.get("name"), record.get("name_zh"))
    formal: dict[str, Any] = {"names": names}
    if "source" in {column.key for column in record.row.sheet.table.columns}:
        formal["provenance"] = _provenance(record)
    return formal


def _provenance(record: Record) -> Provenance:
    return Provenance(
        record.get("source", USUAL_SOURCE),
        record.get("source_year", None),
        Grade(record.get("grade", "D")),
    )


def _measure(record: Record) -> Measure:
    values = dict(record.values)
    values.pop("note", None)
    return Measure(
        **{
            "base_id": record.id,
            "per_unit": 1.0,
            "operation": 0.0,
            "source": USUAL_SOURCE,
            "source_year": None,
            "grade": "D",
            **values,
            "kind": MeasureKind(values["kind"]),
        }
    )
