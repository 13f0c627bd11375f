"""Which names are spellings of one organisation: the written policy, by example."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinbay.lake.derive.organisation_names import reduce_name
from twinbay.lake.derive.organisations import (
    KnownOrganisation,
    Mention,
    resolve_organisations,
    site_of,
)

SAME = [
    ("Tencent", "Tencent AI Lab"),
    ("SenseTime", "SenseTime Group Limited"),
    ("Pengcheng Laboratory", "Pengcheng Lab"),
    ("Universität München", "University of Munich"),
    ("Università degli Studi di Genova", "University of Genoa"),
    ("Brigham and Women's Hospital", "Brigham & Women’s Hospital"),
    ("German Aerospace Center (DLR)", "DLR German Aerospace Center"),
    ("Universit´e de Montr´eal", "Université de Montréal"),
    ("Ruhr-UniversitÃ¤t Bochum", "Ruhr-Universität Bochum"),
    ("LAAS-CNRS", "LAAS"),
    ("Univeristy of Strathclyde", "University of Strathclyde"),
    ("Deutsches Zentrum für Luft- und Raumfahrt e.V.", "Deutsches Zentrum für Luft- und Raumfahrt"),
]
DIFFERENT = [
    ("Shanxi University", "Shaanxi University"),
    ("University of Washington", "Washington University"),
    ("Miami University", "University of Miami"),
    ("Hong Kong Polytechnic University", "Hong Kong Baptist University"),
    ("Chinese University of Hong Kong", "Chinese University of Hong Kong, Shenzhen"),
    ("Institute of Science and Technology (KIST)", "Institute of Science and Technology"),
    ("University of Leeds", "University of Leeds Hospital"),
    ("Google", "Google DeepMind"),
    ("Université Paris 6", "Université Paris 7"),
]
ON_ONE_SITE_SAME = [
    ("Ludwig Maximilian University of Munich", "University of Munich", "https://www.lmu.de"),
    ("EPFL", "EPFL University", "https://www.epfl.ch"),
    (
        "Korea Institute of Science and Technology",
        "KIST",
        "https://www.kist.re.kr",
    ),
    ("Pierre and Marie Curie University", "Université Pierre et Marie Curie", "https://upmc.fr"),
]
ON_ONE_SITE_DIFFERENT = [
    ("University of Tübingen", "University Hospital Tübingen", "https://uni-tuebingen.de"),
    ("Université de Montpellier", "Université de Montpellier 2", "https://univ-montp2.fr"),
    ("Technical University of Munich", "University of Munich", "https://www.tum.de"),
    ("INRIA Lille", "INRIA Rennes", "https://www.inria.fr"),
    ("Fraunhofer IPA", "Fraunhofer IAIS", "https://www.fraunhofer.de"),
    ("Massachusetts Institute of Technology", "MIT Lincoln Laboratory", "https://web.mit.edu"),
]


def joined(a: str, b: str, site: str | None = None, country: str = "XX") -> bool:
    mentions = [Mention(a, country, site, 2), Mention(b, country, site, 1)]
    first, second = resolve_organisations(mentions)
    return first.org_id == second.org_id


@pytest.mark.parametrize(("a", "b"), SAME)
def test_spellings_of_one_organisation_are_joined(a: str, b: str) -> None:
    assert joined(a, b)
    assert joined(b, a)


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_other_organisations_stay_apart(a: str, b: str) -> None:
    assert not joined(a, b)
    assert not joined(b, a)


@pytest.mark.parametrize(("a", "b", "site"), ON_ONE_SITE_SAME)
def test_a_common_site_joins(a: str, b: str, site: str) -> None:
    assert joined(a, b, site)
    assert joined(b, a, site)


@pytest.mark.parametrize(("a", "b", "site"), ON_ONE_SITE_DIFFERENT)
def test_a_common_site_joins_no_hospital_campus_or_institute(a: str, b: str, site: str) -> None:
    assert not joined(a, b, site)
    assert not joined(b, a, site)


def test_equal_names_in_two_countries_stay_apart() -> None:
    first, second = resolve_organisations(
        [
            Mention("Northeastern University", "US", None, 5),
            Mention("Northeastern University", "CN", None, 3),
        ]
    )
    assert first.org_id != second.org_id


def test_an_ambiguous_name_joins_only_the_more_frequent_of_two_rivals() -> None:
    site = "https://www.federal.ch"
    mentions = [
        Mention("Federal University Lausanne Vaud", "CH", site, 9),
        Mention("Federal University Zurich Limmat", "CH", site, 4),
        Mention("Federal University Vaud", "CH", site, 1),
        Mention("Federal University Limmat", "CH", site, 1),
    ]
    lausanne, zurich, vaud, limmat = (r.org_id for r in resolve_organisations(mentions))
    assert lausanne == vaud
    assert zurich == limmat
    assert lausanne != zurich


KNOWN = [
    KnownOrganisation("org:a", ("Alpha University", "阿尔法大学"), "CN", "https://alpha.edu.cn"),
    KnownOrganisation("org:b", ("Beta University",), "CN", "https://beta.edu.cn"),
]


def test_known_organisations_lead_and_draw_misspellings() -> None:
    mentions = [
        Mention("阿爾法大學", "HK", None, 3),
        Mention("Alpha Univ.", "CN", None, 9),
        Mention("Alpha Universty", "CN", None, 1),
        Mention("Beta University", "CN", "https://alpha.edu.cn", 1),
    ]
    found = resolve_organisations(mentions, KNOWN)
    assert [r.org_id for r in found] == ["org:a", "org:a", "org:a", "org:b"]
    assert [r.rule for r in found[:2]] == ["known-name", "known-name"]
    assert {r.canonical for r in found[:3]} == {"Alpha University"}


words = st.sampled_from(
    ["University", "Institute", "Technology", "Alpha", "Beta", "Gamma", "Paris", "6", "7", "Lab",
     "AI", "Inc.", "(ABC)", "ABC", "Hospital", "of", "Technical"]
)  # fmt: skip
names = st.lists(words, min_size=1, max_size=5).map(" ".join)
mention_lists = st.lists(
    st.builds(
        Mention,
        names,
        st.sampled_from(["FR", "US", None]),
        st.sampled_from([None, "https://abc.fr", "https://gamma.edu"]),
        st.integers(1, 50),
    ),
    max_size=12,
    unique_by=lambda mention: (mention.name, mention.country),
)
known_lists = st.lists(names, max_size=3, unique_by=lambda n: reduce_name(n).key).map(
    lambda found: [KnownOrganisation(f"org:{i}", (name,), "FR") for i, name in enumerate(found)]
)


@settings(max_examples=150, deadline=None)
@given(mention_lists, known_lists, st.randoms(use_true_random=False))
def test_every_mention_resolves_once_whatever_the_order(
    mentions: list[Mention], known: list[KnownOrganisation], shuffler: random.Random
) -> None:
    found = resolve_organisations(mentions, known)
    assert [r.mention for r in found] == mentions
    shuffled = list(mentions)
    shuffler.shuffle(shuffled)
    again = {r.mention: r.org_id for r in resolve_organisations(shuffled, known)}
    known_ids = {organisation.org_id for organisation in known}
    for resolution in found:
        if resolution.rule == "known-name":
            assert again[resolution.mention] == resolution.org_id
        assert (resolution.org_id in known_ids) == (again[resolution.mention] in known_ids)


@settings(max_examples=150, deadline=None)
@given(mention_lists, known_lists)
def test_equal_names_of_one_country_are_always_one_organisation(
    mentions: list[Mention], known: list[KnownOrganisation]
) -> None:
    by_key: dict[tuple[str, str | None], set[str]] = {}
    for resolution in resolve_organisations(mentions, known):
        key = reduce_name(resolution.mention.name).key, resolution.mention.country
        by_key.setdefault(key, set()).add(resolution.org_id)
    assert all(len(ids) == 1 for ids in by_key.values())


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://cs.stanford.edu/people", "stanford.edu"),
        ("www.kist.re.kr", "kist.re.kr"),
        ("https://www.hku.hk", "hku.hk"),
        ("https://www.comp.polyu.edu.hk", "polyu.edu.hk"),
        ("https://github.com/somebody", None),
        ("", None),
        (None, None),
        ("nonsense", None),
    ],
)
def test_the_registered_domain_of_an_address(url: str | None, site: str | None) -> None:
    assert site_of(url) == site
