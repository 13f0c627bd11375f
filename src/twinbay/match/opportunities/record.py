"""Records that can be matched: offers, needs, start-ups, investors, talents, openings and others.

One type for all kinds: what a kind does not have stays empty, and empty means "not stated".
"""

import math
from dataclasses import dataclass, field
from datetime import date

LOWEST_TRL, HIGHEST_TRL = 1, 9  # ISO 16290:2013


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from ``low`` to ``high``, both included; an infinite end is open."""

    low: float = -math.inf
    high: float = math.inf

    @property
    def stated(self) -> bool:
        """Whether at least one end is given."""
        return self.low > -math.inf or self.high < math.inf


NO_RANGE = Range()


@dataclass(frozen=True, slots=True)
class Text:
    """What a record says, in English and Chinese; either may be missing."""

    title: str = ""
    title_zh: str = ""
    summary: str = ""
    summary_zh: str = ""
    description: str = ""
    description_zh: str = ""

    def joined(self) -> str:
        """Return everything that is said, in both languages."""
        parts = (
            self.title,
            self.title_zh,
            self.summary,
            self.summary_zh,
            self.description,
            self.description_zh,
        )
        return "\n".join(part for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class Record:
    """One record.

    Sets are what the record is or has, or, on the side that chooses, what it accepts: a start-up's
    ``stages`` is its own stage, an investor's are the stages it invests in. Ranges likewise.

    Attributes:
        record_id: unique on its side.
        kind: such as ``technology-offer``.
        text: in both languages.
        organisation_id: whose record it is, or "".
        organisation_kind: such as ``enterprise``, or "".
        region: region id, or "".
        place: place within the region, or "".
        country: ISO 3166-1 alpha-2 code, or "".
        coordinates: latitude and longitude in degrees, WGS 84.
        fields: field ids.
        topics: topic ids.
        stages: stages of growth.
        languages: ISO 639 codes.
        cooperation: kinds of cooperation.
        ip: states of intellectual property.
        trl: technology readiness, 1 to 9.
        amount: money, in ``currency``.
        currency: ISO 4217 code; needed when ``amount`` is stated.
        area: floor or land area in square metres.
        experience: years of experience.
        opens: first day on which the record is open.
        closes: last day on which it is open.
        wanted_regions: where the other side must be: regions, places or countries.
        exclusions: what the other side must not be: fields, topics, places, stages, kinds or words.
        hidden_from: organisations that must not see the record.
    """

    record_id: str
    kind: str = ""
    text: Text = field(default_factory=Text)
    organisation_id: str = ""
    organisation_kind: str = ""
    region: str = ""
    place: str = ""
    country: str = ""
    coordinates: tuple[float, float] | None = None
    fields: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    cooperation: tuple[str, ...] = ()
    ip: tuple[str, ...] = ()
    trl: Range = NO_RANGE
    amount: Range = NO_RANGE
    currency: str = ""
    area: Range = NO_RANGE
    experience: Range = NO_RANGE
    opens: date | None = None
    closes: date | None = None
    wanted_regions: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    hidden_from: tuple[str, ...] = ()

    @property
    def locations(self) -> tuple[str, ...]:
        """Where the record is, from the largest to the smallest."""
        return tuple(name for name in (self.country, self.region, self.place) if name)

    def members(self, attribute: str) -> tuple[str, ...]:
        """Return a set by its name."""
        found: tuple[str, ...] = getattr(self, attribute)
        return found

    def range(self, attribute: str) -> Range:
        """Return a range by its name; ``open`` is the days on which the record is open."""
        if attribute == "open":
            return Range(
                self.opens.toordinal() if self.opens else -math.inf,
                self.closes.toordinal() if self.closes else math.inf,
            )
        found: Range = getattr(self, attribute)
        return found

    def name(self, language: str) -> str:
        """Return the title, in the language asked for where there is one."""
        first, second = self.text.title, self.text.title_zh
        if language.startswith("zh"):
            first, second = second, first
        return first or second or self.record_id


def faults_of(record: Record, currencies: frozenset[str]) -> list[tuple[str, str]]:
    """Return what makes a record unusable, as (field, reason); empty for a good record.

    Arguments:
        record: the record.
        currencies: codes of the currencies that can be converted.
    """
    faults: list[tuple[str, str]] = []
    if not record.record_id.strip():
        faults.append(("id", "there is no id"))
    if not record.text.joined():
        faults.append(("title", "there is no text in either language"))
    for attribute, least, most in _BOUNDS:
        faults.extend(_faults_of_range(attribute, record.range(attribute), least, most))
    if record.opens and record.closes and record.opens > record.closes:
        faults.append(("opens", f"opens on {record.opens}, after it closes on {record.closes}"))
    if record.amount.stated and not record.currency:
        faults.append(("currency", "the amount has no currency"))
    elif record.currency and record.currency not in currencies:
        known = ", ".join(sorted(currencies))
        faults.append(("currency", f"unknown currency {record.currency!r}; known are {known}"))
    return faults + _faults_of_coordinates(record.coordinates)


_BOUNDS = (
    ("trl", LOWEST_TRL, HIGHEST_TRL),
    ("amount", 0.0, math.inf),
    ("area", 0.0, math.inf),
    ("experience", 0.0, math.inf),
)


def _faults_of_range(
    attribute: str, given: Range, least: float, most: float
) -> list[tuple[str, str]]:
    ends = [end for end in (given.low, given.high) if math.isfinite(end)]
    if math.isnan(given.low) or math.isnan(given.high):
        return [(attribute, "not a number")]
    if given.low > given.high:
        return [(f"{attribute}_min", f"{given.low:,g} is above the maximum {given.high:,g}")]
    if any(end < least for end in ends):
        return [(attribute, f"{min(ends):,g} is below {least:,g}")]
    if any(end > most for end in ends):
        return [(attribute, f"{max(ends):,g} is above {most:,g}")]
    return []


def _faults_of_coordinates(coordinates: tuple[float, float] | None) -> list[tuple[str, str]]:
    if coordinates is None:
        return []
    latitude, longitude = coordinates
    if -90 <= latitude <= 90 and -180 <= longitude <= 180:
        return []
    return [("latitude", "latitude is -90 to 90 degrees, longitude -180 to 180")]
