"""Likelihoods beside suggested partners: what the past says, and nothing without a past."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from twinbay.match.ranking.folder import ranker_folder
from twinbay.match.ranking.learned import Judgement
from twinbay.match.ranking.likelihood import Likelihood
from twinbay.match.ranking.people_suggesting import PersonSuggestion
from twinbay.match.reasons import Reason
from twinbay.web.directory.domain import directory as domain

PAST = Likelihood(0.1, 0.3, suggestions=1_340, became=308, horizon=3)  # 23 of 100
SENTENCE = {
    "en": "Of 100 suggestions like this in the past, 23 became joint works within 3 years"
    " (308 of 1,340).",
    "zh": "过去每 100 条同类建议中，有 23 条在 3 年内成为合作成果（1,340 条中的 308 条）。",
}


class MadeRanker:
    """Judges as told: probabilities by candidate, for whatever organisation asks."""

    def __init__(self, log_odds: dict[str, float], likelihood: Likelihood | None) -> None:
        self.log_odds = log_odds
        self.likelihood = likelihood
        rows = {org_id: row for row, org_id in enumerate(("org:stan", *log_odds))}
        organisations = SimpleNamespace(rows=rows, ids=list(rows))
        self.snapshot: Any = SimpleNamespace(organisations=organisations)
        self.parts = {"shared-topic": 1.0, "third-party": 0.5}
        self.works = 30

    def works_of(self, _org_id: str) -> int:
        return self.works

    def evidence_gap(self, _org_id: str) -> str:
        return "not enough evidence" if self.works < 5 else ""

    def judge(self, _org_id: str, candidates: Any) -> tuple[Judgement, ...]:
        return tuple(
            Judgement(candidate, self.log_odds[candidate], 0.2, self.likelihood, self.parts)
            for candidate in candidates
            if candidate in self.log_odds
        )


def suggested(client: Any, language: str = "en") -> str:
    html = str(client.get(f"/{language}/organisations/org:stan/").content.decode())
    return html[html.index('id="suggested"') : html.index('id="strong-title"')]


def names(section: str) -> list[str]:
    return re.findall(r'<h4><a href="[^"]*/organisations/([^"]+)/">', section)


@pytest.fixture
def trained(directory_home: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def use(log_odds: dict[str, float], likelihood: Likelihood | None = PAST) -> None:
        ranker = MadeRanker(log_odds, likelihood)
        monkeypatch.setattr(domain.Directory, "trained", property(lambda _self: ranker))

    return use


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_new_partner_says_what_suggestions_like_it_were_worth(
    client: Any, trained: Any, language: str
) -> None:
    trained({"org:sustech": 0.5})
    section = suggested(client, language)
    assert section.count(SENTENCE[language]) == 1
    assert f'href="/{language}/accuracy/"' in section
    # Hong Kong has joint works already and is not judged.
    suggestion = section[section.index("org:sustech") :]
    assert SENTENCE[language] in suggestion


def test_without_a_trained_ranking_there_is_no_likelihood(
    client: Any, directory_home: Path
) -> None:
    section = suggested(client)
    assert names(section)
    assert "in the past" not in section
    assert "accuracy" not in section


def test_where_the_past_says_too_little_there_is_no_likelihood(client: Any, trained: Any) -> None:
    trained({"org:sustech": 0.5}, None)
    assert "in the past" not in suggested(client)


@pytest.mark.parametrize(
    ("works", "language", "said"),
    [
        (1, "en", "No likelihood is given: not enough evidence (1 work)."),
        (0, "en", "No likelihood is given: not enough evidence (0 works)."),
        (4, "zh", "未给出可能性：证据不足（4 篇成果）。"),
    ],
)
def test_too_few_works_are_said(
    client: Any,
    directory_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    works: int,
    language: str,
    said: str,
) -> None:
    ranker = MadeRanker({}, None)
    ranker.works = works
    monkeypatch.setattr(domain.Directory, "trained", property(lambda _self: ranker))
    assert said in suggested(client, language)
    ranker.works = 5
    assert said not in suggested(client, language)


def test_the_trained_ranking_orders_new_partners(client: Any, trained: Any) -> None:
    trained({"org:sustech": 2.0, "org:evil": 1.0})
    first = [name for name in names(suggested(client)) if name in {"org:sustech", "org:evil"}]
    trained({"org:sustech": 1.0, "org:evil": 2.0})
    second = [name for name in names(suggested(client)) if name in {"org:sustech", "org:evil"}]
    assert first == ["org:sustech", "org:evil"]
    assert second == ["org:evil", "org:sustech"]


def test_the_file_has_the_likelihood_only_where_there_is_one(client: Any, trained: Any) -> None:
    address = "/en/organisations/org:stan/?table=suggestions-gba&export=csv"
    trained({"org:sustech": 0.5})
    head, *rows = client.get(address).content.decode("utf-8-sig").splitlines()
    assert '"Of 100 like it, came to joint work"' in head
    assert any(row.startswith("Southern University") and ",23," in row for row in rows)
    trained({}, None)
    assert "Of 100" not in client.get(address).content.decode("utf-8-sig").splitlines()[0]


@pytest.mark.parametrize("content", ["{", "[]", '{"version": 1}'])
def test_a_damaged_ranking_leaves_the_page_as_without_one(
    client: Any, directory_home: Path, content: str
) -> None:
    folder = ranker_folder(directory_home, domain.open_directory().lake.build_id)
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / "model.json"
    model.write_text(content, encoding="utf-8")
    try:
        section = suggested(client)
    finally:
        model.unlink()
    assert names(section)
    assert "in the past" not in section


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_learned_reason_leads_to_what_was_counted(
    client: Any, directory_home: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    from twinbay.match.encoders import default_encoder
    from twinbay.match.ranking.reading import read_lake
    from twinbay.match.ranking.snapshot import Snapshot

    directory = domain.open_directory()
    records = read_lake(directory.lake, default_encoder())
    ranker = MadeRanker({"org:sustech": 0.5}, PAST)
    ranker.snapshot = Snapshot.at(records, records.years[1])
    ranker.parts = {"size": 1.0, "text": 0.5}
    monkeypatch.setattr(domain.Directory, "trained", property(lambda _self: ranker))
    there = f"/{language}/pairs/org:stan/org:sustech/"
    section = suggested(client, language)
    assert f'href="{there}#counted-size"' in section
    html = client.get(there).content.decode()
    for kind in re.findall(rf'href="{there}#(counted-[a-z-]+)"', html + section):
        assert f'<div class="table-block" id="{kind}">' in html
    table = html[html.index('id="counted-size"') :].split("</table>")[0]
    rows = ranker.snapshot.organisations.rows
    for org_id in ("org:stan", "org:sustech"):
        works = ranker.snapshot.activity.works[rows[org_id]]
        assert f"/{language}/organisations/{org_id}/" in table
        assert f'<td class="number">{works:.0f}</td>' in table
    assert client.get(f"{there}?table=counted-size&export=csv").status_code == 200


class MadePeopleRanker:
    """Suggests Bo Chen and HKUST to whoever asks, with one reason each."""

    def __init__(self, aim: str, candidate: str) -> None:
        self.aim = aim
        self.candidate = candidate

    def region_of(self, _person_id: str) -> str:
        return "sf-bay"

    def suggest(self, person_id: str, region: str) -> tuple[PersonSuggestion, ...]:
        assert region == "gba"
        numbers = {"people": 5.0, "others": 4.0}
        kind = "wrote-with-both" if self.aim == "researchers" else "co-authors-there"
        third = ("person:lin",)
        reason = Reason(kind, 0.5, person_id, self.candidate, third_parties=third, numbers=numbers)
        return (PersonSuggestion(self.candidate, 1.0, (reason,)),)


def test_a_person_is_suggested_people_and_hosts_with_reasons(
    client: Any, directory_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "/people/person:lin/"
    assert "Suggested in the other bay" not in client.get(f"/en{address}").content.decode()
    rankers = (
        MadePeopleRanker("researchers", "person:evil"),
        MadePeopleRanker("hosts", "org:hkust"),
    )
    monkeypatch.setattr(domain.Directory, "trained_people", property(lambda _self: rankers))
    html = client.get(f"/en{address}").content.decode()
    section = html[html.index('id="suggested-title"') :]
    assert 'href="/en/people/person:evil/"' in section
    assert 'href="/en/organisations/org:hkust/"' in section
    assert "5 co-authors of Lin Mei published for Hong Kong University" in section
    assert "wrote with Lin Mei and 4 more." in section
    chinese = client.get(f"/zh{address}").content.decode()
    assert "可能的接收机构" in chinese
    assert "位合著者曾以香港科技大学的名义发表成果" in chinese
    file = client.get(f"/en{address}?table=hosts-gba&export=csv")
    assert "Hong Kong University" in file.content.decode()
