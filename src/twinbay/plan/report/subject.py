"""What a document is about: the programme, its pathway, and the names of everything in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from twinbay.plan.folder.reader import PlanFolder
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Names, Programme
from twinbay.plan.report.document import Text
from twinbay.plan.report.numbers import Figures
from twinbay.plan.results.decomposition import decomposition
from twinbay.plan.results.inputs import SOURCES, input_tables
from twinbay.plan.results.storing import pathway_tables, present_costs
from twinbay.plan.results.wedges import wedges


@dataclass(frozen=True, slots=True)
class Deliverer:
    """An organisation that evidence names for a measure.

    Attributes:
        side: of the pair of regions (``sf-bay``).
        works: publications and patents in the measure's topics that count for it.
    """

    org_id: str
    names: Names
    side: str
    works: int


@dataclass(frozen=True, slots=True)
class Edition:
    """Which version a document shows.

    Attributes:
        version: name of the frozen version; empty for a working draft.
        content: content hash of the programme.
    """

    version: str = ""
    content: str = ""


@dataclass(frozen=True)
class Subject:
    """Everything that a document is made of; the parts beside the pathway may be absent.

    Attributes:
        plan: the programme folder.
        pathway: the pathway under the reference scenario.
        edition: which version it is.
        deliverers: base id of a measure to organisations that could deliver it, best first.
        side_names: side of the pair to its name.
        extra: further tables (abatement, cooperation, alternatives, uncertainty, delivery), by
            name.
        stale: names of groups of tables that are of an earlier state and were left out.
    """

    plan: PlanFolder
    pathway: Pathway
    edition: Edition = field(default_factory=Edition)
    deliverers: Mapping[str, Sequence[Deliverer]] = field(default_factory=dict)
    side_names: Mapping[str, Names] = field(default_factory=dict)
    extra: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    stale: Sequence[str] = ()

    @property
    def programme(self) -> Programme:
        """Return the programme."""
        return self.plan.programme

    @cached_property
    def tables(self) -> dict[str, pl.DataFrame]:
        """Return every table that numbers are taken from, by name."""
        inputs = input_tables(self.programme)
        inputs["sources"] = pl.concat([inputs["sources"], self._driver_sources()])
        return {
            **pathway_tables(self.pathway),
            **inputs,
            "wedges": wedges(self.programme, self.pathway),
            "present_costs": present_costs(self.pathway),
            "decomposition": decomposition(self.programme, self.pathway),
            **self.extra,
        }

    def _driver_sources(self) -> pl.DataFrame:
        """Return where the rows of drivers and prices come from, as rows of ``sources``."""
        rows = [
            (*key.split("/", 1), key, found.source, found.year, found.grade.value)
            for key, found in self.plan.sources.items()
        ]
        return pl.DataFrame(rows, schema=SOURCES, orient="row")

    @cached_property
    def figures(self) -> Figures:
        """Return the one source of the document's numbers."""
        return Figures(self.tables)

    @property
    def first(self) -> int:
        """Return the first milestone."""
        return self.programme.milestones[0]

    @property
    def last(self) -> int:
        """Return the last milestone."""
        return self.programme.milestones[-1]

    @cached_property
    def regions(self) -> dict[str, Text]:
        """Return region id to name."""
        return {region.id: _text(region.names) for region in self.programme.regions}

    @cached_property
    def carriers(self) -> dict[str, Text]:
        """Return carrier id to name."""
        return {carrier.id: _text(carrier.names) for carrier in self.programme.carriers}

    @cached_property
    def technologies(self) -> dict[str, Text]:
        """Return id of a technology, or of a line, to name."""
        lines = {line.id: _text(line.names) for line in self.programme.lines}
        return {**lines, **{t.id: _text(t.names) for t in self.programme.technologies}}

    @cached_property
    def measures(self) -> dict[str, Text]:
        """Return base id of a measure to name."""
        return {m.base_id: Text(m.name, m.name_zh) for m in reversed(self.programme.measures)}

    @cached_property
    def base_ids(self) -> dict[str, str]:
        """Return id of a measure to its base id."""
        return {measure.id: measure.base_id for measure in self.programme.measures}

    def side_of(self, region: str) -> str:
        """Return which side of the pair a region is on; empty when the programme does not say."""
        found = [side for side, listed in self.plan.bays.items() if region in listed]
        return found[0] if found else ""


def _text(names: Names) -> Text:
    return Text(names.en, names.zh)
