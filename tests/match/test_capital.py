"""Funds: what they look for leads to companies and institutes; other funds come after."""

import numpy as np
import pytest
from test_partners import evidence_of

from twinbay.match.capital import capital_matches, complement
from twinbay.match.evidence import Evidence
from twinbay.match.partners import Suggestion, suggest_partners

ORGANISATIONS = [
    ("org:fund", "west", "investor"),
    ("org:open", "west", "investor"),
    ("org:rival", "east", "investor"),
    ("org:cells", "east", "enterprise"),
    ("org:mixed", "east", "enterprise"),
    ("org:lab", "east", "research-institute"),
    ("org:papers", "east", "education"),
    ("org:bureau", "east", "government"),
    ("org:opera", "east", "enterprise"),
]
PORTFOLIO = [("org:papers", "T1", 2020, 9), ("org:opera", "T5", 2020, 30)]
FOCUS = [
    ("org:fund", "venture capital for batteries", "电池风险投资", "T1 T2"),
    ("org:open", "venture capital for technology", "科技风险投资", "T11903"),
    ("org:rival", "venture capital for batteries", "电池风险投资", "T1 T2"),
    ("org:cells", "battery cells", "电芯", "T1"),
    ("org:mixed", "battery packs", "电池组", "T2"),
    ("org:mixed", "ships", "船舶", "T6"),
    ("org:lab", "electrolytes", "电解质", "T2"),
    ("org:opera", "opera", "歌剧", "T5"),
    ("org:bureau", "county government", "县政府", ""),
]
NAMES = {"org:fund": "Fund", "org:open": "Open", "org:cells": "Cells", "org:papers": "Papers"}


def name_of(identifier: str) -> str:
    return NAMES.get(identifier, identifier)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return evidence_of(ORGANISATIONS, PORTFOLIO, [], FOCUS)


def ids(suggestions: tuple[Suggestion, ...]) -> list[str]:
    return [suggestion.org_id for suggestion in suggestions]


def test_companies_and_institutes_of_its_field_come_before_other_funds(evidence: Evidence) -> None:
    found = ids(suggest_partners(evidence, "org:fund", "east"))
    # The devoted company, the company with something else too, then research, then the fund.
    assert found == ["org:cells", "org:mixed", "org:lab", "org:papers", "org:rival"]


def test_the_reason_says_that_capital_meets_its_use(evidence: Evidence) -> None:
    by_id = {s.org_id: s for s in suggest_partners(evidence, "org:fund", "east")}
    (company,) = by_id["org:cells"].reasons
    assert company.sentence("en", name_of) == (
        "Capital meets a company: Fund states “venture capital for batteries”, "
        "Cells works on battery cells."
    )
    assert company.sentence("zh", name_of) == (
        "资本与企业互补：Fund从事“电池风险投资”，Cells从事“电芯”。"
    )
    (research,) = by_id["org:papers"].reasons
    assert research.sentence("en", name_of) == (
        "Capital meets research: Fund states “venture capital for batteries”, "
        "Papers has 9 works on T1."
    )
    (together,) = by_id["org:rival"].reasons
    assert together.kind == "co-investment"
    assert together.sentence("zh", name_of).startswith("双方都是投资机构，可以联合投资")


def test_the_score_is_what_the_reasons_tell(evidence: Evidence) -> None:
    for suggestion in suggest_partners(evidence, "org:fund", "east"):
        told = sum(reason.contribution for reason in suggestion.reasons)
        assert told == pytest.approx(suggestion.score)


def test_a_company_sees_the_fund_that_looks_for_it(evidence: Evidence) -> None:
    (fund, open_fund) = suggest_partners(evidence, "org:cells", "west")
    assert ids((fund, open_fund)) == ["org:fund", "org:open"]
    assert fund.reasons[0].kind == "capital-for-company"
    assert (fund.reasons[0].subject, fund.reasons[0].partner) == ("org:cells", "org:fund")


def test_a_fund_without_a_field_is_told_so(evidence: Evidence) -> None:
    found = suggest_partners(evidence, "org:open", "east")
    assert ids(found)[0] == "org:opera"  # the company with most recent works
    assert "names no field" in found[0].reasons[0].sentence("en", name_of)
    assert "未限定领域" in found[0].reasons[0].sentence("zh", name_of)
    assert "org:bureau" not in ids(found)


def test_in_given_topics_only_named_subjects_count(evidence: Evidence) -> None:
    cells, opera = evidence.row("org:cells"), evidence.row("org:opera")
    fund, open_fund = evidence.row("org:fund"), evidence.row("org:open")
    first = np.array([evidence.column("T1")])
    second = np.array([evidence.column("T2")])
    assert capital_matches(evidence, fund, cells, first)
    assert not capital_matches(evidence, fund, cells, second)
    assert not capital_matches(evidence, open_fund, opera, first)


def test_only_capital_and_its_use_complement_each_other(evidence: Evidence) -> None:
    row = evidence.row
    assert complement(evidence, row("org:lab"), row("org:fund"))
    assert not complement(evidence, row("org:fund"), row("org:rival"))
    assert not complement(evidence, row("org:fund"), row("org:bureau"))
    assert not complement(evidence, row("org:cells"), row("org:lab"))
