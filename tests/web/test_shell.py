"""The shell: languages, home, sources, method, health and errors."""

import re
from pathlib import Path
from typing import Any

import pytest

from twinbay.lake.assemble.organisations import FROM_WORKS


@pytest.mark.parametrize(
    ("header", "cookie", "expected"),
    [
        ("en-GB,en;q=0.9", "", "/en/"),
        ("zh-CN,zh;q=0.9,en;q=0.5", "", "/zh/"),
        ("zh-TW", "", "/zh/"),
        ("pt-BR", "", "/en/"),
        ("en", "zh-hans", "/zh/"),
    ],
)
def test_root_leads_to_the_readers_language(
    client: Any, header: str, cookie: str, expected: str
) -> None:
    if cookie:
        client.cookies["twinbay_language"] = cookie
    response = client.get("/", headers={"accept-language": header})
    assert (response.status_code, response["Location"]) == (302, expected)
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("prefix", ["en", "zh"])
@pytest.mark.parametrize("page", ["", "sources/", "method/"])
def test_pages_answer_in_both_languages(client: Any, prefix: str, page: str) -> None:
    response = client.get(f"/{prefix}/{page}", headers={"accept-language": "de"})
    html = response.content.decode()
    assert response.status_code == 200
    assert f'lang="{"zh-Hans" if prefix == "zh" else "en"}"' in html[:80]
    other = "zh" if prefix == "en" else "en"
    assert f'href="/{other}/{page}"' in html
    assert re.search(rf'hreflang="[^"]+" href="http://testserver/{other}/{page}"', html)


def test_language_switch_keeps_the_query_but_not_an_export(client: Any) -> None:
    html = client.get("/en/sources/?q=%E7%94%B5%E6%B1%A0").content.decode()
    assert "/zh/sources/?q=%E7%94%B5%E6%B1%A0" in html


def test_home_shows_figures_of_the_lake_with_their_source(client: Any) -> None:
    html = client.get("/en/").content.decode()
    # 2018-2020: 2+3+4 and 2 a year; 2021-2023: 5+6+7 and 2 a year.
    assert "24 shared works in 2021–2023: 60% more than the 15 of 2018–2020." in html
    assert 'href="/en/sources/#tiny"' in html
    assert "Santa Clara County" in html


def test_home_in_chinese_has_chinese_names(client: Any) -> None:
    html = client.get("/zh/").content.decode()
    assert "粤港澳大湾区" in html
    assert "圣克拉拉县" in html


def test_sources_page_has_the_anchor_and_the_build(client: Any) -> None:
    html = client.get("/en/sources/").content.decode()
    assert 'id="tiny"' in html
    assert "https://example.org/tiny" in html


def test_health(client: Any) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json()["status"] == "ok"


def test_without_a_lake_a_page_says_what_to_do(
    client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "TWINBAY_HOME", tmp_path)
    response = client.get("/en/")
    assert response.status_code == 503
    assert "twinbay lake build" in response.content.decode()
    assert client.get("/health").status_code == 503


@pytest.mark.parametrize("region", ["sf-bay", "gba"])
def test_maps_have_outlines_and_points(client: Any, region: str) -> None:
    outlines = client.get(f"/zh/map/{region}/outlines.geojson").json()
    points = client.get(f"/zh/map/{region}/organisations.geojson").json()
    of_kind = [feature["geometry"]["type"] == "Point" for feature in outlines["features"]]
    places = {"sf-bay": 9, "gba": 11}[region]
    assert (of_kind.count(False), of_kind.count(True)) == (places, places)
    assert len(points["features"]) == {"sf-bay": 4, "gba": 3}[region]
    lon, lat = points["features"][0]["geometry"]["coordinates"]
    assert abs(lat) < 90 < abs(lon)


def test_unknown_region_is_not_found(client: Any) -> None:
    response = client.get("/en/map/atlantis/outlines.geojson")
    assert response.status_code == 404
    assert "atlantis" in response.content.decode()


def test_growth_leaves_out_a_year_still_being_collected(lake_home: Path) -> None:
    from twinbay.web.pages.queries import growth_of

    by_year = {2017: 1, 2018: 2, 2019: 3, 2020: 4, 2021: 5, 2022: 6, 2023: 0}
    growth = growth_of(by_year, 2023)
    assert growth is not None
    assert (growth.earlier_works, growth.later_works, growth.later_to) == (6, 15, 2022)
    assert growth_of({2020: 1, 2021: 2}, None) is None


def test_specialisation_is_the_ratio_of_shares(lake_home: Path) -> None:
    from twinbay.web.current_lake import configured_pair, open_lake
    from twinbay.web.pages.queries import home_figures

    lake, pair = open_lake(), configured_pair()
    figures = home_figures(lake, pair)
    own = [r for r in lake.arrow("region_portfolio").to_pylist() if r["region"] == "gba"]
    world = lake.arrow("topic_totals").to_pylist()
    compared = 0
    for candidate in pair.fields:
        mine = sum(r["works"] for r in own if r["topic"] in candidate.topics)
        worlds = sum(r["works"] for r in world if r["topic"] in candidate.topics)
        strength = figures.strengths["gba", candidate.field_id]
        assert strength.works == mine
        if worlds:
            expected = mine / sum(r["works"] for r in own) / worlds
            expected *= sum(r["works"] for r in world)
            assert strength.specialisation == pytest.approx(expected)
            compared += 1
    assert compared


def test_home_without_works_says_so_and_draws_no_empty_chart(
    client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings
    from tiny_lake import tiny_tables

    from twinbay.lake.store import write_build

    only = {name: tiny_tables()[name] for name in ("organisations", "sources")}
    write_build(tmp_path, only)
    monkeypatch.setattr(settings, "TWINBAY_HOME", tmp_path)
    html = client.get("/en/").content.decode()
    assert "No shared works in the data yet" in html
    assert "chart-fields" not in html
    assert "chart-kinds" in html


@pytest.mark.parametrize(
    ("code", "english", "chinese"),
    [("US", "United States", "美国"), ("CN", "China", "中国"), ("XX", "XX", "XX"), ("", "", "")],
)
def test_countries_have_names_in_both_languages(code: str, english: str, chinese: str) -> None:
    from twinbay.web.country_names import country_name

    assert country_name(code, "en") == english
    assert country_name(code, "zh-hans") == chinese


def test_sources_are_named_in_the_language_of_the_page(client: Any) -> None:
    from django.utils import translation

    from twinbay.web.components import source_name
    from twinbay.web.pages.sources_page import _title

    with translation.override("zh-hans"):
        assert source_name(FROM_WORKS) == "作者署名机构"
        assert _title("Tables in the folder papers") == "文件夹 papers 中的数据表"
        assert _title("My own title") == "My own title"
