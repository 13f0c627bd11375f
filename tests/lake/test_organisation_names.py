"""Organisations: spellings of one are joined, different ones are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinbay.lake.derive.organisation_kinds import guess_kind
from twinbay.lake.derive.organisations import (
    KnownOrganisation,
    Mention,
    resolve_organisations,
    site_of,
)


def together(*mentions: Mention) -> bool:
    return len({found.org_id for found in resolve_organisations(mentions)}) == 1


def mention(name: str, country: str | None = "US", url: str | None = None) -> Mention:
    return Mention(name, country, url, 1)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("SenseTime", "SenseTime Group Limited"),
        ("Pengcheng Laboratory", "Peng Cheng Laboratory"),
        ("University of California, Berkeley", "Univ. of California Berkeley"),
        ("Shenzhen Institute of Advanced Technology (SIAT)", "Shenzhen Inst. Advanced Tech."),
        ("Tencent", "Tencent AI Lab"),
        ("Massachusetts Institute of Technology", "Massachusetts Institue of Technology"),
        ("École Polytechnique", "Ecole Polytechnique"),
    ],
)
def test_spellings_of_one_organisation(a: str, b: str) -> None:
    assert together(mention(a), mention(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("University of Hong Kong", "City University of Hong Kong"),
        ("Shanxi University", "Shaanxi University"),
        ("University of California, Berkeley", "University of California, Davis"),
        ("Northeastern University", "Northwestern University"),
        ("Guangdong University of Technology", "Guangdong University of Foreign Studies"),
        ("Hunan University", "Henan University"),
        ("Institute 1", "Institute 2"),
    ],
)
def test_different_organisations(a: str, b: str) -> None:
    assert not together(mention(a, "CN"), mention(b, "CN"))


def test_one_name_in_two_countries_is_two_organisations() -> None:
    assert not together(
        mention("Northeastern University"), mention("Northeastern University", "CN")
    )
    assert together(
        mention("University of Hong Kong", "HK"), mention("University of Hong Kong", "CN")
    )


def test_known_organisations_lead() -> None:
    known = [
        KnownOrganisation(
            "org:1", ("Stanford University", "斯坦福大学"), "US", "https://stanford.edu"
        ),
        KnownOrganisation("org:2", ("University of Hong Kong",), "HK"),
    ]
    mentions = [
        mention("Stanford Univ"),
        mention("斯坦福大学", None),
        mention("University of Hong Kong", "CN"),
        mention("Stanford University Research", "US", "https://cs.stanford.edu/x"),
        mention("Stamford College", "GB"),
    ]
    found = resolve_organisations(mentions, known)
    assert [resolution.org_id for resolution in found[:3]] == ["org:1", "org:1", "org:2"]
    assert [resolution.rule for resolution in found[:3]] == ["known-name"] * 3
    assert found[4].org_id not in ("org:1", "org:2")


names = st.sampled_from(
    [
        "Stanford University",
        "Stanford Univ.",
        "MIT",
        "SenseTime",
        "SenseTime Ltd",
        "Kyoto",
        "Kyoto U",
    ]
)
mentions = st.lists(
    st.builds(Mention, names, st.sampled_from(["US", "CN", None]), st.none(), st.integers(1, 9)),
    max_size=8,
    unique_by=lambda m: (m.name, m.country),
)


@settings(max_examples=100, deadline=None)
@given(mentions, st.randoms())
def test_every_mention_is_resolved_whatever_their_order(
    given_mentions: list[Mention], random: object
) -> None:
    found = resolve_organisations(given_mentions)
    assert [resolution.mention for resolution in found] == given_mentions
    assert all(resolution.org_id.startswith("org:") for resolution in found)
    for a in found:
        for b in found:
            nations = {a.mention.country, b.mention.country} - {None}
            if a.mention.name == b.mention.name and len(nations) < 2 and a.mention.country:
                assert b.mention.country is None or a.org_id == b.org_id


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://cs.stanford.edu/people", "stanford.edu"),
        ("www.hku.hk", "hku.hk"),
        ("https://www.cs.ox.ac.uk", "ox.ac.uk"),
        ("https://github.com/someone", None),
        ("not an address", None),
        (None, None),
    ],
)
def test_the_site_of_an_address(url: str | None, site: str | None) -> None:
    assert site_of(url) == site


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Stanford University", "education"),
        ("清华大学", "education"),
        ("Zhongshan Hospital", "healthcare"),
        ("Sequoia Capital", "investor"),
        ("Peng Cheng Laboratory", "research-institute"),
        ("Ministry of Energy", "government"),
        ("Adobe Inc.", "enterprise"),
        ("Mozilla Foundation", "nonprofit"),
        ("Xyz", "other"),
    ],
)
def test_the_kind_of_an_organisation(name: str, kind: str) -> None:
    assert guess_kind(name) == kind
