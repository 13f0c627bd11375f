"""How far a measure reaches beside the ones that were taken before it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from twinbay.plan.measure import InteractionKind, Measure


@dataclass(frozen=True, slots=True)
class Partner:
    """A measure that another one interacts with, whichever of them states it."""

    measure: Measure
    kind: InteractionKind
    share: float


def partners_of(measures: Iterable[Measure]) -> dict[str, tuple[Partner, ...]]:
    """Return measure to those it interacts with.

    Overlaps and exclusions hold both ways and count once although both measures state them;
    a requirement holds for the one that states it.
    """
    known = {measure.id: measure for measure in measures}
    found: dict[str, dict[tuple[str, InteractionKind], Partner]] = {key: {} for key in known}
    for key, measure in known.items():
        for interaction in measure.interactions:
            other = known.get(interaction.measure)
            if other is None or other.id == key:
                continue
            kind, share = interaction.kind, interaction.share
            found[key][other.id, kind] = Partner(other, kind, share)
            if kind is not InteractionKind.REQUIRES:
                found[other.id].setdefault((key, kind), Partner(measure, kind, share))
    return {key: tuple(partners.values()) for key, partners in found.items()}


def reach(
    measure: Measure,
    year: int,
    left: float,
    taken: Mapping[str, float],
    partners: Iterable[Partner],
) -> tuple[float, float]:
    """Return the share that a measure reaches, and the TWh (kt) that it is a share of.

    An overlap takes its share of the smaller of the two potentials away. Exclusive measures reach
    for the same units: what they reach are shares of the end use as it was before either of them,
    and add up to 1 at most. A requirement lets a measure go as far as the other one allows.

    Arguments:
        year: a milestone.
        left: TWh (kt) that earlier measures have left of what it acts on.
        taken: measure to the share that it reached.
        partners: of the measure.
    """
    share = measure.potential[year]
    reserved, gone = 0.0, 0.0
    for partner in partners:
        before = taken.get(partner.measure.id, 0.0)
        if partner.kind is InteractionKind.OVERLAP:
            share -= partner.share * min(measure.potential[year], before)
        elif partner.kind is InteractionKind.EXCLUSIVE:
            reserved += before
            gone += before * partner.measure.saving
        elif partner.share > 0:
            share = min(share, before / partner.share)
    whole = left / (1.0 - gone) if gone < 1.0 else 0.0
    return max(0.0, min(share, 1.0 - reserved)), whole
