"""Resolving organisations: spellings of one organisation end up as one.

Known organisations (from ROR, OpenAlex or the bundled lists) lead; names that match none of them
are joined among themselves. Measured on hand-labelled pairs: docs/explanation/evidence.md.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

from twinbay.lake.derive.organisation_names import (
    ReducedName,
    extends_on_one_site,
    reduce_name,
    rivals,
    same_on_one_site,
    same_organisation,
)

_ONE_COUNTRY = {"HK": "CN", "MO": "CN"}  # sources write either
_PUBLIC_SECOND_LEVEL = frozenset(
    ["ac", "edu", "co", "com", "org", "gov", "go", "or", "net", "re", "res", "ne", "gouv", "asso"]
)
_SHARED_HOSTS = frozenset({"github.com", "google.com", "wikipedia.org", "linkedin.com"})
# Sites of bodies whose institutes, centres or colleges are organisations of their own.
_UMBRELLA_SITES = frozenset(
    [
        "a-star.edu.sg",
        "ac.cn",
        "af.mil",
        "army.mil",
        "cas.cn",
        "cea.fr",
        "cnr.it",
        "cnrs.fr",
        "csic.es",
        "cuny.edu",
        "fraunhofer.de",
        "gov.cn",
        "helmholtz.de",
        "inria.fr",
        "leibniz-gemeinschaft.de",
        "mpg.de",
        "nasa.gov",
        "navy.mil",
        "nhs.uk",
        "nih.gov",
        "suny.edu",
        "va.gov",
    ]
)
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
        rule: known-name, known-site, same-name, same-site, spelling or single; ambiguous-name
            where several known organisations bear the name and nothing tells which is meant.
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
        groups = _Groups(len(mentions))
        holders: dict[str, int] = {}
        ambiguous: set[int] = set()
        for position, mention in enumerate(mentions):
            match = self._known(mention)
            if match is None and len(self._bearers(mention)) > 1:
                ambiguous.add(position)
                groups.leave(position, "ambiguous-name")
            if match:
                org_id, rule = match
                groups.anchor(position, org_id, rule, holders.setdefault(org_id, position))
        _join(mentions, groups, ambiguous)
        found: dict[int, Resolution] = {}
        for anchor, members in groups.found():
            org_id, title = (anchor, self._titles[anchor]) if anchor else _named(members, mentions)
            for position, rule in members.items():
                found[position] = Resolution(mentions[position], org_id, title, rule)
        return [found[position] for position in range(len(mentions))]

    def _known(self, mention: Mention) -> tuple[str, str] | None:
        reduced = reduce_name(mention.name)
        bearers = self._bearers(mention)
        if bearers:
            meant = self._meant(mention, reduced, bearers)
            return (meant, "known-name") if meant else None
        site = site_of(mention.url)
        for candidate in self._by_site.get(site, ()) if site else ():
            if any(same_organisation(reduced, name) for name in self._names[candidate.org_id]):
                return candidate.org_id, "known-site"
        return None

    def _bearers(self, mention: Mention) -> dict[str, KnownOrganisation]:
        """Return the known organisations of that name in the mention's country, by id."""
        return {
            candidate.org_id: candidate
            for candidate in self._by_key.get(reduce_name(mention.name).key, ())
            if _one_country(candidate.country, mention.country)
        }

    def _meant(
        self, mention: Mention, reduced: ReducedName, bearers: dict[str, KnownOrganisation]
    ) -> str | None:
        """Return the one organisation that is meant, None where nothing tells it.

        The evidence, the strongest first: the mention's site, its exact country (Hong Kong, not
        China at large), and that it is the organisation's first name rather than an acronym.
        """
        site = site_of(mention.url)
        for evidence in (
            [o for o, c in bearers.items() if site and site_of(c.url) == site],
            [o for o, c in bearers.items() if mention.country and c.country == mention.country],
            [o for o in bearers if reduce_name(self._titles[o]).key == reduced.key],
            list(bearers),
        ):
            if len(evidence) == 1:
                return evidence[0]
        return None


def _join(mentions: Sequence[Mention], groups: "_Groups", ambiguous: Collection[int]) -> None:
    """Join mentions that are one organisation: by equal names, one site, or spelling.

    Ambiguous mentions stay alone.
    """
    reduced = [reduce_name(mention.name) for mention in mentions]
    blocks = _blocks(mentions, reduced, ambiguous)
    order = {"same-name": 0, "same-site": 1, "spelling": 2}
    for (rule, value), members in sorted(blocks.items(), key=lambda item: order[item[0][0]]):
        if len(members) < 2 or len(members) > _LARGEST_BLOCK:
            continue
        same = _judge(rule, value)
        for a, b in combinations(members, 2):
            if (
                groups.apart(a, b)
                and _one_country(mentions[a].country, mentions[b].country)
                and same(reduced[a], reduced[b])
            ):
                groups.join(a, b, rule)
    for (rule, value), members in blocks.items():
        if rule == "same-site" and value not in _UMBRELLA_SITES:
            _join_extensions(members, mentions, reduced, groups)


def _blocks(
    mentions: Sequence[Mention], reduced: Sequence[ReducedName], left: Collection[int]
) -> dict[tuple[str, str], list[int]]:
    """Return the mentions to compare with each other, by rule and what they share."""
    sites = _sites(mentions, reduced)
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, mention in enumerate(mentions):
        if position in left:
            continue
        nation, key = _nation(mention.country), reduced[position].key
        blocks["same-name", key].append(position)
        if (nation, key) in sites:
            blocks["same-site", sites[nation, key]].append(position)
        for block in _spelling_blocks(reduced[position]):
            blocks["spelling", f"{nation}:{block}"].append(position)
    return blocks


def _sites(
    mentions: Sequence[Mention], reduced: Sequence[ReducedName]
) -> dict[tuple[str, str], str]:
    """Return each name's site by country: the most frequent one, as sources err in single rows."""
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for mention, name in zip(mentions, reduced, strict=True):
        site = site_of(mention.url)
        if site:
            votes[_nation(mention.country), name.key][site] += mention.rows
    return {key: min(found, key=lambda site: (-found[site], site)) for key, found in votes.items()}


def _join_extensions(
    members: Sequence[int],
    mentions: Sequence[Mention],
    reduced: Sequence[ReducedName],
    groups: "_Groups",
) -> None:
    """Join each name of a site to the longer names that extend it.

    Where the longer names are rivals (… Lausanne, … Zurich) only the most frequent one, and those
    that are not its rivals, are meant.
    """
    for short in members:
        longer = [
            long
            for long in members
            if extends_on_one_site(reduced[short], reduced[long])
            and _one_country(mentions[short].country, mentions[long].country)
        ]
        longer.sort(key=lambda member: -mentions[member].rows)
        for long in longer:
            if not rivals(reduced[longer[0]], reduced[long]) and groups.apart(short, long):
                groups.join(short, long, "same-site")


def _judge(rule: str, value: str) -> Callable[[ReducedName, ReducedName], bool]:
    """Return what says whether two names of a block are one organisation."""
    if rule == "same-name":
        return lambda a, b: a.key == b.key
    if rule == "same-site" and value not in _UMBRELLA_SITES:
        label = value.split(".")[0]
        return lambda a, b: same_on_one_site(a, b, label)
    return same_organisation


def _spelling_blocks(name: ReducedName) -> set[str]:
    """Return keys that two spellings of one name share: beginning, end, or words in any order."""
    words = " ".join(sorted(name.words))
    return {f"begin:{name.key[:5]}", f"end:{name.key[-6:]}", f"words:{words}"}


def _named(group: Iterable[int], mentions: Sequence[Mention]) -> tuple[str, str]:
    """Return a group's id and name: its most frequent spelling, the shorter one of equals."""
    members = sorted(group, key=lambda i: (-mentions[i].rows, len(mentions[i].name), i))
    best = mentions[members[0]]
    nations = Counter(_nation(mentions[i].country) for i in members if mentions[i].country)
    nation = nations.most_common(1)[0][0] if nations else ""
    return f"org:{_slug(best.name)}" + (f"-{nation.lower()}" if nation else ""), best.name


class _Groups:
    """Disjoint sets of mentions, each with at most one known organisation.

    A member keeps the rule by which it joined first.
    """

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self._rule = [""] * size
        self._anchor: dict[int, str] = {}

    def anchor(self, member: int, org_id: str, rule: str, holder: int) -> None:
        """Put a member with the other members of a known organisation, of which holder is one."""
        self._rule[member] = rule
        self._parent[self._root(member)] = self._root(holder)
        self._anchor[self._root(holder)] = org_id

    def leave(self, member: int, rule: str) -> None:
        """Say by what rule a member stays alone."""
        self._rule[member] = rule

    def apart(self, a: int, b: int) -> bool:
        """Say whether two members are in two sets that may be joined."""
        first, second = self._root(a), self._root(b)
        if first == second:
            return False
        return first not in self._anchor or second not in self._anchor

    def join(self, a: int, b: int, rule: str) -> None:
        """Join the sets of two members."""
        first, second = self._root(a), self._root(b)
        if second in self._anchor:
            first, second = second, first
        self._parent[second] = first
        for member in (a, b):
            self._rule[member] = self._rule[member] or rule

    def found(self) -> list[tuple[str | None, dict[int, str]]]:
        """Return each set: its known organisation, if any, and its members' rules."""
        sets: dict[int, dict[int, str]] = defaultdict(dict)
        for member in range(len(self._parent)):
            sets[self._root(member)][member] = self._rule[member] or "single"
        return [(self._anchor.get(root), members) for root, members in sets.items()]

    def _root(self, member: int) -> int:
        while self._parent[member] != member:
            self._parent[member] = self._parent[self._parent[member]]
            member = self._parent[member]
        return member


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
