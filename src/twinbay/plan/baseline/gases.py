"""Greenhouse gases and their warming potentials over 100 years.

Sources: IPCC AR6 WG1 table 7.15 (CO2, CH4, N2O, HFC-32, HFC-134a, CF4) and table 7.SM.7 of the
supplement of chapter 7 (all others); IPCC AR5 WG1 table 8.A.1. Without climate-carbon feedback in
AR5, as the UNFCCC counts. The values were compared gas by gas with the CC0 compilation
openclimatedata/globalwarmingpotentials 0.13.2, which takes AR6 from the chapter's own data; it
gives 1,530 for HFC-134a (7.SM.7; 1,526 in 7.15) and 25,200 for SF6 (the published table 24,300).
"""

from collections.abc import Mapping
from types import MappingProxyType

from twinbay.errors import ConfigurationError

CO2 = "CO2"
METHANE = "CH4"
NITROUS_OXIDE = "N2O"

_POTENTIALS: Mapping[str, tuple[float, float]] = {
    # gas: (AR6, AR5)
    CO2: (1.0, 1.0),
    METHANE: (27.9, 28.0),
    "CH4-fossil": (29.8, 30.0),
    "CH4-non-fossil": (27.0, 28.0),
    NITROUS_OXIDE: (273.0, 265.0),
    "HFC-23": (14_600.0, 12_400.0),
    "HFC-32": (771.0, 677.0),
    "HFC-41": (135.0, 116.0),
    "HFC-125": (3_740.0, 3_170.0),
    "HFC-134": (1_260.0, 1_120.0),
    "HFC-134a": (1_526.0, 1_300.0),
    "HFC-143": (364.0, 328.0),
    "HFC-143a": (5_810.0, 4_800.0),
    "HFC-152a": (164.0, 138.0),
    "HFC-161": (4.84, 4.0),
    "HFC-227ea": (3_600.0, 3_350.0),
    "HFC-236cb": (1_350.0, 1_210.0),
    "HFC-236ea": (1_500.0, 1_330.0),
    "HFC-236fa": (8_690.0, 8_060.0),
    "HFC-245ca": (787.0, 716.0),
    "HFC-245fa": (962.0, 858.0),
    "HFC-365mfc": (914.0, 804.0),
    "HFC-43-10mee": (1_600.0, 1_650.0),
    "CF4": (7_380.0, 6_630.0),
    "C2F6": (12_400.0, 11_100.0),
    "C3F8": (9_290.0, 8_900.0),
    "C4F10": (10_000.0, 9_200.0),
    "C6F14": (8_620.0, 7_910.0),
    "SF6": (24_300.0, 23_500.0),
    "NF3": (17_400.0, 16_100.0),
}
_COLUMNS = {"AR6": 0, "AR5": 1}

ASSESSMENTS = tuple(_COLUMNS)
"""The assessment reports whose potentials can be chosen."""

GASES = tuple(_POTENTIALS)
"""Every gas that is known. ``CH4`` is methane of unstated origin."""

WARMING_POTENTIALS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        name: MappingProxyType({gas: row[column] for gas, row in _POTENTIALS.items()})
        for name, column in _COLUMNS.items()
    }
)
"""Assessment report to gas to kg CO2e per kg."""


def warming_potential(assessment: str, gas: str) -> float:
    """Return kg CO2e per kg of a gas over 100 years.

    Arguments:
        assessment: ``AR6`` or ``AR5``.
        gas: one of ``GASES``.

    Raises:
        ConfigurationError: the assessment or the gas is not known.
    """
    if assessment not in _COLUMNS:
        raise ConfigurationError(
            f"there are no warming potentials “{assessment}”",
            where="programme, gwp",
            remedy=f"Choose one of {', '.join(ASSESSMENTS)}.",
        )
    if gas not in _POTENTIALS:
        raise ConfigurationError(
            f"the gas “{gas}” is not known",
            where="direct_emissions, gas",
            remedy=f"Name one of {', '.join(GASES)}.",
        )
    return _POTENTIALS[gas][_COLUMNS[assessment]]


def family(gas: str) -> str:
    """Return the family that an inventory sums: ``CO2``, ``CH4``, ``N2O`` or ``F-gases``."""
    base = gas.split("-", maxsplit=1)[0]
    return base if base in (CO2, METHANE, NITROUS_OXIDE) else "F-gases"
