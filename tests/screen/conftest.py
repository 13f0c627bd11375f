"""A small list of invented parties."""

import pytest

from tests.screen.small_lists import listed
from twinbay.screen import Entry, Kind, ScreeningList


@pytest.fixture
def sample() -> ScreeningList:
    return listed(
        Entry(
            "e1",
            "Shenzhen Huaxing Optoelectronics Technology Co., Ltd.",
            aliases=("Brightlight Opto", "HXOT"),
            source="Entity List (EL) - Bureau of Industry and Security",
            programs=("EAR",),
        ),
        Entry("e2", "深圳市星海精密仪器有限公司", Kind.ORGANISATION),
        Entry(
            "p1",
            "ZHANG, Xueyou",
            Kind.PERSON,
            birth_years=((1961, 1961),),
            countries=frozenset({"CN"}),
        ),
        Entry("p2", "LEUNG, Kwok Hung", Kind.PERSON),
        Entry("p3", "欧阳志强", Kind.PERSON),
        Entry("e3", "Harbour Aurora Research Institute No. 13"),
        Entry("e4", "Pacific Widget Electronics Trading Group (PWETG)"),
        Entry("v1", "SEA STAR AURORA", Kind.OTHER),
    )
