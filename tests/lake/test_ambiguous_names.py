"""A name that several known organisations bear resolves by evidence or not at all."""

from twinbay.lake.derive.organisations import KnownOrganisation, Mention, resolve_organisations

ASTON = KnownOrganisation("org:a", ("Aston Advanced Institute", "AAI"), "US", "https://aston.edu")
AMBER = KnownOrganisation("org:b", ("Amber Automation Institute", "AAI"), "US", "https://amber.org")
HARBOUR = KnownOrganisation("org:c", ("Harbour Academy", "HKX"), "HK", None)
INLAND = KnownOrganisation("org:d", ("Inland Academy", "HKX"), "CN", None)
KNOWN = (ASTON, AMBER, HARBOUR, INLAND)


def resolved(*mentions: Mention) -> list[tuple[str, str]]:
    return [(found.org_id, found.rule) for found in resolve_organisations(mentions, KNOWN)]


def test_without_evidence_it_stays_unresolved_and_says_why() -> None:
    ((org_id, rule),) = resolved(Mention("AAI", "US", None, 5))
    assert rule == "ambiguous-name"
    assert org_id not in {known.org_id for known in KNOWN}


def test_the_site_tells_which_is_meant() -> None:
    assert resolved(Mention("AAI", "US", "https://www.amber.org/x", 5)) == [("org:b", "known-name")]


def test_the_exact_country_tells_which_is_meant() -> None:
    assert resolved(Mention("HKX", "HK", None, 1), Mention("HKX", "CN", None, 1)) == [
        ("org:c", "known-name"),
        ("org:d", "known-name"),
    ]


def test_a_first_name_comes_before_an_acronym() -> None:
    named = KnownOrganisation("org:z", ("AAI",), "US")
    (found,) = resolve_organisations([Mention("AAI", "US", None, 1)], [ASTON, named])
    assert (found.org_id, found.rule) == ("org:z", "known-name")


def test_an_ambiguous_mention_joins_no_resolved_one() -> None:
    found = resolved(Mention("AAI", "US", "https://amber.org", 5), Mention("AAI", None, None, 2))
    assert found[0] == ("org:b", "known-name")
    assert found[1][1] == "ambiguous-name"
