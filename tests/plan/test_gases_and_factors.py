import pytest

from twinbay.errors import ConfigurationError
from twinbay.plan.baseline.factors import CARBON_DIOXIDE, default_factor
from twinbay.plan.baseline.gases import GASES, WARMING_POTENTIALS, family, warming_potential
from twinbay.plan.data import DEMO
from twinbay.plan.folder import read_folder
from twinbay.plan.programme import Sector

# IPCC AR6 WG1 table 7.15 (GWP-100) and AR5 WG1 table 8.A.1.
TABLE_7_15 = {
    "CH4-fossil": 29.8,
    "CH4-non-fossil": 27.0,
    "N2O": 273.0,
    "HFC-32": 771.0,
    "HFC-134a": 1526.0,
    "CF4": 7380.0,
}
TABLE_8_A_1 = {
    "CH4": 28.0,
    "CH4-fossil": 30.0,
    "N2O": 265.0,
    "HFC-32": 677.0,
    "HFC-134a": 1300.0,
    "CF4": 6630.0,
    "SF6": 23500.0,
    "NF3": 16100.0,
}


@pytest.mark.parametrize(("gas", "expected"), TABLE_7_15.items())
def test_potentials_of_ar6(gas: str, expected: float) -> None:
    assert warming_potential("AR6", gas) == expected


@pytest.mark.parametrize(("gas", "expected"), TABLE_8_A_1.items())
def test_potentials_of_ar5(gas: str, expected: float) -> None:
    assert warming_potential("AR5", gas) == expected


def test_every_gas_has_both_potentials_of_the_same_order() -> None:
    assert set(WARMING_POTENTIALS["AR6"]) == set(WARMING_POTENTIALS["AR5"]) == set(GASES)
    for gas in GASES:
        assert 0.7 < warming_potential("AR6", gas) / warming_potential("AR5", gas) < 1.45, gas


def test_unknown_names_are_told() -> None:
    with pytest.raises(ConfigurationError, match="AR7"):
        warming_potential("AR7", "CO2")
    with pytest.raises(ConfigurationError, match="CFC-11"):
        warming_potential("AR6", "CFC-11")


@pytest.mark.parametrize(
    ("gas", "expected"),
    [("CO2", "CO2"), ("CH4-fossil", "CH4"), ("N2O", "N2O"), ("NF3", "F-gases")],
)
def test_families(gas: str, expected: str) -> None:
    assert family(gas) == expected


def test_ipcc_default_of_gas_in_a_power_plant() -> None:
    factor = default_factor("natural gas", Sector.POWER)
    assert factor.carbon_dioxide == pytest.approx(0.20196)
    assert factor.methane == pytest.approx(3.6e-6)
    assert factor.nitrous_oxide == pytest.approx(3.6e-7)
    assert set(factor.emissions()) == {"CO2", "CH4", "N2O"}


def test_biogenic_carbon_is_not_counted() -> None:
    waste = default_factor("municipal wastes (non-biomass)", Sector.WASTE, biogenic=0.6)
    assert waste.carbon_dioxide == pytest.approx(91_700 * 0.4 * 3.6e-6)


def test_engines_emit_other_methane_than_boilers() -> None:
    assert default_factor("gas/diesel oil", Sector.TRANSPORT).nitrous_oxide == pytest.approx(
        3.9 * 3.6e-6
    )
    with pytest.raises(KeyError):
        default_factor("other bituminous coal", Sector.TRANSPORT)


FUELS = {
    "coal": "other bituminous coal",
    "gas": "natural gas",
    "petrol": "motor gasoline",
    "diesel": "gas/diesel oil",
    "kerosene": "jet kerosene",
    "fuel-oil": "residual fuel oil",
    "lpg": "liquefied petroleum gases",
    "refinery-gas": "refinery gas",
}


def test_shipped_carriers_have_the_factors_of_the_guidelines() -> None:
    carriers = {carrier.id: carrier for carrier in read_folder(DEMO).programme.carriers}
    for carrier, fuel in FUELS.items():
        expected = CARBON_DIOXIDE[fuel] * 3.6e-6
        assert carriers[carrier].emissions["CO2"] == pytest.approx(expected, rel=1e-5), carrier
