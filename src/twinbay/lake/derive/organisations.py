"""Resolving organisations: spellings of one organisation end up as one.

Known organisations (from ROR, OpenAlex or the bundled lists) lead; names that match none of them
are joined among themselves. Measured on hand-labelled pairs: docs/explanation/evidence.md.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from twinbay.lake.derive.organisation_names import ReducedName, reduce_name, same_organisation

_ONE_COUNTRY = {"HK": "CN", "MO": "CN"}  # sources write either
_PUBLIC_SECOND_LEVEL = frozenset({"ac", "edu", "co", "com", "org", "gov", "go", "or", "net"})
_SHARED_HOSTS = frozenset({"github.com", "google.com", "wikipedia.org", "linkedin.com"})
_LARGEST_BLOCK = 2_000


@dataclass(frozen=True)
class KnownOrganisation:
    """An organisation with an id, and the names it goes by."""

    org_id: str
    names: tuple[str, ...]
    country: str | None
    url: str | None = None


@dataclass(frozen=True)
class Mention:
    """A name as a source writes it, how often, and with what."""

    name: str
    country: str | None
    url: str | None
    rows: int


@dataclass(frozen=True)
class Resolution:
    """Where a mention belongs.

    Attributes:
        mention: the mention.
        org_id: the organisation.
        canonical: the organisation's name.
        rule: known-name, known-site, same-name, same-site, spelling or single.
    """

    mention: Mention
    org_id: str
    canonical: str
    rule: str


def resolve_organisations(
    mentions: Sequence[Mention], known: Iterable[KnownOrganisation] = ()
) -> list[Resolution]:
    """Give every mention an organisation.

    Arguments:
        mentions: distinct names by country; the order does not matter.
        known: organisations with ids; a mention never joins two of them.

    Returns:
        One resolution per mention, in the order of the mentions.
    """
    return _Resolver(known).resolve(mentions)


class _Resolver:
    def __init__(self, known: Iterable[KnownOrganisation]) -> None:
        self._by_key: dict[str, list[KnownOrganisation]] = defaultdict(list)
        self._by_site: dict[str, list[KnownOrganisation]] = defaultdict(list)
        self._names: dict[str, list[ReducedName]] = {}
        self._titles: dict[str, str] = {}
        for organisation in known:
            reduced = [reduce_name(name) for name in organisation.names if name]
            for key in {name.key for name in reduced}:
                self._by_key[key].append(organisation)
            site = site_of(organisation.url)
            if site:
                self._by_site[site].append(organisation)
            self._names[organisation.org_id] = reduced
            self._titles[organisation.org_id] = organisation.names[0]

    def resolve(self, mentions: Sequence[Mention]) -> list[Resolution]:
        found: dict[int, Resolution] = {}
        open_mentions = []
        for index, mention in enumerate(mentions):
            match = self._known(mention)
            if match:
                org_id, rule = match
                found[index] = Resolution(mention, org_id, self._titles[org_id], rule)
            else:
                open_mentions.append(index)
        unknown = [mentions[index] for index in open_mentions]
        for group in _groups(unknown):
            for position, resolution in _named(group, unknown):
                found[open_mentions[position]] = resolution
        return [found[index] for index in range(len(mentions))]

    def _known(self, mention: Mention) -> tuple[str, str] | None:
        reduced = reduce_name(mention.name)
        same = [
            candidate
            for candidate in self._by_key.get(reduced.key, ())
            if _one_country(candidate.country, mention.country)
        ]
        if same:
            return min(c.org_id for c in same), "known-name"
        site = site_of(mention.url)
        for candidate in self._by_site.get(site, ()) if site else ():
            if any(same_organisation(reduced, name) for name in self._names[candidate.org_id]):
                return candidate.org_id, "known-site"
        return None


def _groups(mentions: list[Mention]) -> list[dict[int, str]]:
    """Group mentions that are one organisation; positions to the rule that joined them."""
    union = _Union(len(mentions))
    reduced = [reduce_name(mention.name) for mention in mentions]
    sites = [site_of(mention.url) for mention in mentions]
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, mention in enumerate(mentions):
        blocks["key", reduced[position].key].append(position)
        if sites[position]:
            blocks["site", sites[position] or ""].append(position)
        for block in _spelling_blocks(reduced[position]):
            blocks["spelling", f"{_nation(mention.country)}:{block}"].append(position)
    order = {"key": 0, "site": 1, "spelling": 2}
    for (kind, _), members in sorted(blocks.items(), key=lambda item: order[item[0][0]]):
        if len(members) < 2 or len(members) > _LARGEST_BLOCK:
            continue
        for offset, a in enumerate(members):
            for b in members[offset + 1 :]:
                if union.root(a) != union.root(b) and _joinable(
                    kind, mentions[a], mentions[b], reduced[a], reduced[b]
                ):
                    union.join(a, b, kind)
    return union.groups()


def _joinable(kind: str, a: Mention, b: Mention, name_a: ReducedName, name_b: ReducedName) -> bool:
    if not _one_country(a.country, b.country):
        return False
    return kind == "key" or same_organisation(name_a, name_b)


def _spelling_blocks(name: ReducedName) -> set[str]:
    """Return keys that two spellings of one name share: the beginning and the end of the key."""
    return {f"begin:{name.key[:5]}", f"end:{name.key[-6:]}"}


def _named(group: dict[int, str], mentions: list[Mention]) -> list[tuple[int, Resolution]]:
    """Name a group after its most frequent spelling, the shorter one of equals."""
    members = sorted(group, key=lambda i: (-mentions[i].rows, len(mentions[i].name), i))
    best = mentions[members[0]]
    nations = Counter(_nation(mentions[i].country) for i in group if mentions[i].country)
    nation = nations.most_common(1)[0][0] if nations else ""
    org_id = f"org:{_slug(best.name)}" + (f"-{nation.lower()}" if nation else "")
    rules = {"key": "same-name", "site": "same-site", "spelling": "spelling", "": "single"}
    return [(i, Resolution(mentions[i], org_id, best.name, rules[group[i]])) for i in group]


class _Union:
    """Disjoint sets with the rule by which each member joined."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self._rule = [""] * size

    def root(self, member: int) -> int:
        while self._parent[member] != member:
            self._parent[member] = self._parent[self._parent[member]]
            member = self._parent[member]
        return member

    def join(self, a: int, b: int, rule: str) -> None:
        self._parent[self.root(b)] = self.root(a)
        for member in (a, b):
            self._rule[member] = self._rule[member] or rule

    def groups(self) -> list[dict[int, str]]:
        found: dict[int, dict[int, str]] = defaultdict(dict)
        for member in range(len(self._parent)):
            found[self.root(member)][member] = self._rule[member]
        return list(found.values())


def site_of(url: str | None) -> str | None:
    """Return the registered domain of an address (stanford.edu), None where it says nothing."""
    if not url:
        return None
    host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    labels = host.split(".")
    if len(labels) < 2:
        return None
    second = len(labels) > 2 and labels[-2] in _PUBLIC_SECOND_LEVEL and len(labels[-1]) == 2
    site = ".".join(labels[-3:] if second else labels[-2:])
    return None if site in _SHARED_HOSTS else site


def _nation(country: str | None) -> str:
    return _ONE_COUNTRY.get(country or "", country or "")


def _one_country(a: str | None, b: str | None) -> bool:
    return not a or not b or _nation(a) == _nation(b)


def _slug(name: str) -> str:
    reduced = reduce_name(name)
    return re.sub(r"[^\w]+", "-", "-".join(reduced.words)).strip("-")[:80] or "unnamed"


_KIND_WORDS = (
    ("healthcare", r"\b(hospital|clinic|medical center|health system)|医院"),
    ("investor", r"\b(ventures?|capital|investments?)\b|投资|资本"),
    (
        "education",
        r"universi|\b(college|school|polytechn\w*|ecole|eth|epfl|mit|kaist|hochschule|academia"
        r"|institute of technology|institute of science and technology|georgia tech"
        r"|virginia tech)\b|大学|学院",
    ),
    (
        "research-institute",
        r"\b(institut\w*|academy|laborator\w+|research cent\w+|council|cnrs|inria|csiro|riken"
        r"|fraunhofer|max planck|national lab\w*|observator\w+)\b|研究[所院]|实验室",
    ),
    ("government", r"\b(ministry|government|agency|army|navy|air force|nasa|bureau)\b|局$|政府"),
    (
        "enterprise",
        r"\b(inc|ltd|limited|corp\w*|co|company|gmbh|ag|llc|plc|technologies|group|labs?|robotics"
        r"|systems|software|motors?|electric|semiconductor\w*)\b|公司|集团|\.(ai|com)\b",
    ),
    ("nonprofit", r"\b(foundation|association|society)\b|基金会|协会"),
)


def guess_kind(name: str, url: str | None = None) -> str:
    """Guess the kind of an organisation from its name and site; "other" where nothing tells."""
    folded = name.casefold()
    for kind, pattern in _KIND_WORDS:
        if re.search(pattern, folded):
            return kind
    site = site_of(url) or ""
    if site.endswith(".edu") or ".edu." in site or ".ac." in site:
        return "education"
    if ".gov" in site:
        return "government"
    return "enterprise" if site.endswith((".com", ".ai", ".io")) else "other"
