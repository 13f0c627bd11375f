"""Units that tables may name, and what one of each is in the programme's own unit.

Energy equivalents: IEA, *Energy Statistics Manual*, annex 3 (1 Mtoe = 11.63 TWh, 1 Btu = 1055.06 J)
and GB/T 2589-2020 (1 kgce = 29.3076 MJ).
"""

from collections.abc import Mapping

from twinbay.tabular.cells import halfwidth

PJ = 1 / 3.6
TCE = 29.3076 * PJ
ENERGY = {
    "twh": 1.0,
    "gwh": 1e-3,
    "mwh": 1e-6,
    "kwh": 1e-9,
    "pj": PJ,
    "tj": PJ * 1e-3,
    "gj": PJ * 1e-6,
    "mtoe": 11.63,
    "ktoe": 11.63e-3,
    "toe": 11.63e-6,
    "mtce": TCE,
    "ktce": TCE * 1e-3,
    "tce": TCE * 1e-6,
    "tbtu": 1.05506 * PJ,
    "亿千瓦时": 0.1,
    "万千瓦时": 1e-5,
    "万吨标准煤": TCE * 1e-2,
}
MASS = {"kt": 1.0, "t": 1e-3, "mt": 1e3, "千吨": 1.0, "吨": 1e-3, "万吨": 10.0, "百万吨": 1e3}
PERSONS = {
    "million persons": 1.0,
    "million": 1.0,
    "百万人": 1.0,
    "thousand persons": 1e-3,
    "persons": 1e-6,
    "人": 1e-6,
    "万人": 1e-2,
    "亿人": 1e2,
}
MONEY = {
    "million usd": 1.0,
    "百万美元": 1.0,
    "usd": 1e-6,
    "美元": 1e-6,
    "billion usd": 1e3,
    "亿美元": 1e2,
}
MONEY_CNY = {"million cny": 1.0, "百万元": 1.0, "billion cny": 1e3, "亿元": 1e2, "万元": 1e-2}
PER_TONNE = {"usd/t": 1.0, "usd/tco2e": 1.0, "美元/吨": 1.0}
PER_TONNE_CNY = {"cny/t": 1.0, "元/吨": 1.0}
PER_ENERGY = {"usd/mwh": 1.0, "usd/kwh": 1e3, "usd/gj": 3.6, "美元/mwh": 1.0, "usd/mmbtu": 3.412142}
PER_ENERGY_CNY = {"cny/mwh": 1.0, "cny/kwh": 1e3, "元/千瓦时": 1e3, "元/kwh": 1e3, "cny/gj": 3.6}
INTENSITY = {"kg/kwh": 1.0, "g/kwh": 1e-3, "kg/mwh": 1e-3, "t/mwh": 1.0}

KNOWN: Mapping[str, tuple[Mapping[str, float], Mapping[str, float]]] = {
    "drivers/population": (PERSONS, {}),
    "drivers/gdp": (MONEY, MONEY_CNY),
    "drivers/carbon_price": (PER_TONNE, PER_TONNE_CNY),
    "drivers/import_limit": (ENERGY, {}),
    "drivers/import_price": (PER_ENERGY, PER_ENERGY_CNY),
    "drivers/import_emissions": (INTENSITY, {}),
    "prices": (PER_ENERGY, PER_ENERGY_CNY),
    "end_uses": (ENERGY, {}),
    "direct_emissions": (MASS, {}),
}
"""Table, or table and quantity, to the units known: in US dollars or no money, and in CNY."""


def unit_factor(kind: str, unit: str, cny_per_usd: float) -> float:
    """Return how many of the programme's units one of the given unit is.

    Arguments:
        kind: a key of ``KNOWN``.
        unit: as written; empty is the programme's own.
        cny_per_usd: the programme's exchange rate.

    Raises:
        ValueError: the unit is not known; says which are.
    """
    if not unit:
        return 1.0
    wanted = " ".join(halfwidth(unit).casefold().split())
    dollars, yuan = KNOWN[kind]
    if wanted in dollars:
        return dollars[wanted]
    if wanted in yuan:
        return yuan[wanted] / cny_per_usd
    raise ValueError(f"the unit “{unit}” is not one of: {', '.join((*dollars, *yuan))}")
