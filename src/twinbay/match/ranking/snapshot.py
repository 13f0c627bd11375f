"""What was known at the end of a year, and nothing else."""

from dataclasses import dataclass

import numpy as np

from twinbay.errors import ConfigurationError
from twinbay.match.ranking.activity import Activity, activity_of
from twinbay.match.ranking.chains import Rows
from twinbay.match.ranking.content import Content, content_of
from twinbay.match.ranking.network import Network, network_of
from twinbay.match.ranking.people_links import PeopleLinks, people_links_of, placed_works
from twinbay.match.ranking.records import Organisations, Records

LEAST_WORKS = 5  # an organisation with fewer is not ranked by the learned model


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The evidence at one moment; built from a record that is cut at the year first.

    There is no way from a snapshot to a later work: it keeps only what ``Records.until`` gave.

    Attributes:
        year: the last year known.
        organisations: the organisations, of all years; those without works yet have none here.
        network, people, content, activity: what was computed.
        least_works: works from which an organisation is ranked.
    """

    year: int
    organisations: Organisations
    network: Network
    people: PeopleLinks
    content: Content
    activity: Activity
    topic_ids: tuple[str, ...]
    least_works: int

    @classmethod
    def at(cls, records: Records, year: int, least_works: int = LEAST_WORKS) -> "Snapshot":
        """Cut the record at a year and compute what was known then.

        Raises:
            ConfigurationError: no work is that old.
        """
        known = records.until(year)
        if not known.year.size:
            first = (
                f"the first works are of {records.years[0]}" if records.year.size else "no works"
            )
            raise ConfigurationError(
                f"nothing was known by the end of {year}: {first}",
                where="--split",
                remedy="Choose a later year.",
            )
        placed = placed_works(known, year)
        network = network_of(known, year, placed)
        return cls(
            year=year,
            organisations=known.organisations,
            network=network,
            people=people_links_of(known, year),
            content=content_of(known, year, least_works),
            activity=activity_of(known, year, network, placed),
            topic_ids=known.topic_ids,
            least_works=least_works,
        )

    @property
    def ranked(self) -> Rows:
        """Rows of the organisations with at least ``least_works`` works."""
        return np.flatnonzero(self.activity.works >= self.least_works)
