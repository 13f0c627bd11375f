"""Global warming potentials over 100 years, as the programme chooses them."""

_POTENTIALS = {
    "AR6": {"CO2": 1.0, "CH4": 27.9, "N2O": 273.0},
    "AR5": {"CO2": 1.0, "CH4": 28.0, "N2O": 265.0},
}
"""IPCC AR6 WG1 table 7.15 and AR5 WG1 table 8.A.1."""


def warming_potential(assessment: str, gas: str) -> float:
    """Return kg CO2e per kg of a gas."""
    return _POTENTIALS[assessment][gas]
