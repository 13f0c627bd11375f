"""What goes into a screening and what comes out of it, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a name is of."""

    ORGANISATION = "organisation"
    PERSON = "person"
    OTHER = "other"  # vessels and aircraft
    UNKNOWN = "unknown"

    def may_be(self, other: "Kind") -> bool:
        """Say whether names of these two kinds can be of one party."""
        return self is other or Kind.UNKNOWN in (self, other)


class MatchKind(StrEnum):
    """How a name and an entry's name agree, the surest first."""

    EXACT = "exact"  # the entry's own name, equal once normalised
    ALIAS = "alias"  # another name of the entry, equal once normalised
    PINYIN = "pinyin"  # Chinese characters and their Pinyin
    TRANSLATION = "translation"  # Chinese characters and their usual English words
    WADE_GILES = "wade-giles"  # Chinese characters and the older romanisation
    CANTONESE = "cantonese"  # Chinese characters and their Hong Kong spelling
    ABBREVIATION = "abbreviation"  # initials and the words they stand for
    FUZZY = "fuzzy"  # some words agree, or agree but for their spelling


@dataclass(frozen=True, slots=True)
class Subject:
    """A name to screen.

    Attributes:
        name: in any script.
        id: how the caller recognises it; the name when empty.
        kind: restricts the comparison to entries of this kind and of unknown kind.
        other_names: further names of the same party, such as the one in the other language.
        birth_year: of a person, if known: evidence for or against, never a filter.
        countries: ISO 3166-1 alpha-2 codes, likewise evidence.
    """

    name: str
    id: str = ""
    kind: Kind = Kind.UNKNOWN
    other_names: tuple[str, ...] = ()
    birth_year: int | None = None
    countries: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """The id, or the name where there is none."""
        return self.id or self.name

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the main one first."""
        return tuple(dict.fromkeys((self.name, *self.other_names)))


@dataclass(frozen=True, slots=True)
class Entry:
    """One party on a list.

    Attributes:
        id: the list's own identifier, or a hash of source and name where it has none.
        name: as the list writes it.
        kind: unknown where the list does not say.
        aliases: other names.
        source: the list within a consolidated list, such as “Entity List (EL) - …”.
        programs: the legal programmes under which it is listed.
        countries: ISO 3166-1 alpha-2 codes of addresses, nationalities and citizenships.
        birth_years: first and last possible year of birth, one pair per date given.
        addresses: as text.
        identifiers: passports, registration numbers and the like, as text.
        start: since when it is listed.
        end: when the listing ends or ended.
        notice: the legal notice.
        remarks: the list's own.
        url: where the list is published.
        line: the row or record of the file, from 1.
    """

    id: str
    name: str
    kind: Kind = Kind.UNKNOWN
    aliases: tuple[str, ...] = ()
    source: str = ""
    programs: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    birth_years: tuple[tuple[int, int], ...] = ()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    notice: str = ""
    remarks: str = ""
    url: str = ""
    line: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the main one first."""
        return tuple(dict.fromkeys((self.name, *self.aliases)))


@dataclass(frozen=True, slots=True)
class ScreeningList:
    """A list of restricted parties.

    Attributes:
        name: by which matches refer to it; keep it from one version to the next.
        version: SHA-256 of the content, hexadecimal: equal versions hold equal entries.
        entries: the parties.
        published: day of publication or download, if known.
        source: the file or address that it came from.
    """

    name: str
    version: str
    entries: tuple[Entry, ...] = field(repr=False)
    published: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What else is known of a person or an organisation beside the name.

    Attributes:
        aspect: ``birth year`` or ``country``.
        supports: False when it contradicts the match.
        reason: in English (``en``) and Chinese (``zh``).
    """

    aspect: str
    supports: bool
    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """A hint that a name may be that of a listed party: for a person to decide, never a block.

    Attributes:
        subject: key of the name that was screened.
        subject_name: the one of its names that matched.
        list_name: the list.
        list_version: the version of it.
        entry: id of the entry.
        entry_name: the entry's main name.
        matched_name: the name of the entry that matched; differs from ``entry_name`` for an alias.
        kind: how they agree.
        score: 0 to 1; 1 when the names are equal once normalised and nothing contradicts.
        source: the list within a consolidated list.
        programs: the legal programmes.
        reason: in English (``en``) and Chinese (``zh``).
        evidence: what supports or contradicts the match.
        fingerprint: of the entry's content; changes when the list changes the entry.
    """

    subject: str
    subject_name: str
    list_name: str
    list_version: str
    entry: str
    entry_name: str
    matched_name: str
    kind: MatchKind
    score: float
    source: str
    programs: tuple[str, ...]
    reason: Mapping[str, str]
    evidence: tuple[Evidence, ...]
    fingerprint: str

    @property
    def pair(self) -> tuple[str, str, str]:
        """What a decision is about: subject, list and entry."""
        return self.subject, self.list_name, self.entry
