"""Flagged names: found, told to the right officers, decided by people, never shown to others."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HEAD = "name,aliases,kind,country\n"
LISTED = "Zenith Quantum Photonics Institute,天顶量子光子研究院,organisation,\n"


@pytest.fixture
def lists(lake_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for lists, with a platform that has none loaded before and after."""
    from django.conf import settings

    from twinbay.web.screening.models import Decision, Flag, LoadedList, ScreenedParty

    monkeypatch.setattr(settings, "TWINBAY_HOME", tmp_path / "home")

    def forget() -> None:
        for model in (Decision, Flag, LoadedList, ScreenedParty):
            model.objects.all().delete()

    forget()
    yield tmp_path
    forget()


def load(folder: Path, text: str, name: str = "own") -> Any:
    from twinbay.web.screening.domain.lists import load_list

    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return load_list(path, name=name, by="operator")[0]


def run() -> int:
    from twinbay.web.screening.domain.running import screen_due

    return screen_due()


@pytest.fixture
def suspect(lists: Path) -> Any:
    """An organisation named like a listed one, in the San Francisco Bay Area."""
    from members import make_organisation

    return make_organisation("Zenith Quantum Photonics Institute Ltd", name_zh="")


@pytest.fixture
def flag(suspect: Any, lists: Path) -> Any:
    from twinbay.web.screening.models import Flag

    load(lists, HEAD + LISTED)
    assert run() >= 1
    return Flag.objects.get(organisation=suspect)


@pytest.mark.parametrize(
    "name", ["ZENITH QUANTUM PHOTONICS INSTITUTE", "天頂量子光子研究院有限公司"]
)
def test_a_new_member_is_compared(lists: Path, name: str) -> None:
    from members import make_organisation

    from twinbay.web.screening.models import Flag

    load(lists, HEAD + LISTED)
    run()
    organisation = make_organisation(name, name_zh="")
    assert run() == 1
    assert Flag.objects.get(organisation=organisation).state == "open"


def test_nothing_is_compared_twice(flag: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from twinbay.web.screening.domain import running

    def fail() -> Any:
        raise AssertionError("nothing is due")

    monkeypatch.setattr(running, "indexes", fail)
    assert run() == 0


def test_a_person_is_compared_too(lists: Path) -> None:
    from members import make_user

    from twinbay.web.screening.models import Flag

    load(lists, HEAD + "Wendelin Quistorff,,person,\n")
    user = make_user("Quistorff Wendelin")
    run()
    assert Flag.objects.filter(person=user).exists()


def test_a_decision_is_kept_until_the_list_changes_the_entry(flag: Any, lists: Path) -> None:
    from members import make_officer

    from twinbay.web.screening.domain.deciding import decide
    from twinbay.web.screening.models import FlagState

    officer = make_officer("sf-bay")
    decide(flag, FlagState.CLEARED, "Another address", officer, flag.fingerprint)
    load(lists, HEAD + LISTED + "Somebody Else Entirely,,organisation,\n")
    run()
    flag.refresh_from_db()
    assert flag.state == "cleared"
    changed = LISTED.replace("organisation,", "organisation,US")
    load(lists, HEAD + changed)
    assert run() >= 1
    flag.refresh_from_db()
    assert flag.state == "open"
    states = [(one.state, one.by) for one in flag.decisions.all()]
    assert states == [("open", None), ("cleared", officer)]


def test_what_leaves_the_list_is_gone_and_may_come_back(flag: Any, lists: Path) -> None:
    load(lists, HEAD + "Somebody Else Entirely,,organisation,\n")
    run()
    flag.refresh_from_db()
    assert flag.state == "gone"
    load(lists, HEAD + LISTED + "A Third One,,organisation,\n")
    run()
    flag.refresh_from_db()
    assert flag.state == "open"


def test_a_list_that_ends_too_early_does_not_replace_one(flag: Any, lists: Path) -> None:
    import gzip

    from twinbay.errors import SourceError
    from twinbay.web.screening.domain.lists import in_use, load_list

    whole = gzip.compress((HEAD + LISTED * 500).encode())
    path = lists / "list.csv.gz"
    path.write_bytes(whole[:-20])
    before = in_use()["own"].version
    with pytest.raises(SourceError):
        load_list(path, name="own")
    assert in_use()["own"].version == before


def test_a_decision_needs_a_reason_and_the_entry_as_it_is(flag: Any) -> None:
    from members import make_officer

    from twinbay.errors import ConfigurationError
    from twinbay.web.screening.domain.deciding import decide
    from twinbay.web.screening.models import FlagState

    officer = make_officer("sf-bay")
    with pytest.raises(ConfigurationError, match="reason"):
        decide(flag, FlagState.CLEARED, "  ", officer, flag.fingerprint)
    with pytest.raises(ConfigurationError, match="changed"):
        decide(flag, FlagState.CLEARED, "seen", officer, "older")
    flag.refresh_from_db()
    assert flag.state == "open"


def test_the_officers_of_the_region_are_told(suspect: Any, lists: Path) -> None:
    from members import make_officer

    ours, theirs = make_officer("sf-bay"), make_officer("gba")
    load(lists, HEAD + LISTED)
    run()
    path = f"/screening/{suspect.flags.get().public_id}/"
    assert [one.kind for one in ours.notifications.filter(subject_path=path)] == [
        "screening-flagged"
    ]
    assert not theirs.notifications.exists()


def viewers(flag: Any) -> dict[str, Any]:
    from members import make_administrator, make_officer, make_user

    from twinbay.web.screening.models import Flag

    assert isinstance(flag, Flag)
    owner = make_user()
    from members import join

    join(owner, flag.organisation, "owner")
    return {
        "visitor": None,
        "member": make_user(),
        "owner": owner,
        "officer": make_officer("sf-bay"),
        "other officer": make_officer("gba"),
        "administrator": make_administrator(),
    }


@pytest.mark.parametrize(
    ("who", "queue", "page"),
    [
        ("visitor", 302, 302),
        ("member", 404, 404),
        ("owner", 404, 404),
        ("officer", 200, 200),
        ("other officer", 200, 404),
        ("administrator", 200, 200),
    ],
)
def test_who_sees_what(client: Any, flag: Any, who: str, queue: int, page: int) -> None:
    user = viewers(flag)[who]
    if user is not None:
        client.force_login(user)
    answer = client.get("/en/screening/")
    assert answer.status_code == queue
    address = f"/en/screening/{flag.public_id}/"
    assert client.get(address).status_code == page
    given = {"state": "cleared", "reason": "mine", "fingerprint": flag.fingerprint}
    client.post(address, given)
    flag.refresh_from_db()
    assert (flag.state == "cleared") == (page == 200)
    if queue == 200:
        assert (flag.organisation.name.encode() in answer.content) == (page == 200)


def test_the_queue_counts_what_is_seen_only(client: Any, flag: Any) -> None:
    from members import make_officer

    client.force_login(make_officer("gba"))
    page = client.get("/en/screening/").content.decode()
    assert 'to decide <span class="muted">0</span>' in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_are_in_the_language(client: Any, flag: Any, language: str) -> None:
    from members import make_officer

    client.force_login(make_officer("sf-bay"))
    for address in ("", f"{flag.public_id}/"):
        page = client.get(f"/{language}/screening/{address}").content.decode()
        assert flag.match["reason"][language] in page.replace("&#x27;", "'").replace("&quot;", '"')


def test_the_number_of_queries_does_not_grow(client: Any, lists: Path) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from members import make_officer, make_organisation

    load(lists, HEAD + LISTED)
    client.force_login(make_officer("sf-bay"))
    counts = []
    for number in (1, 10):
        for _ in range(number):
            make_organisation("Zenith Quantum Photonics Institute", name_zh="")
        run()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/en/screening/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_samples_are_made_once(lists: Path) -> None:
    from members import make_officer, make_organisation

    from twinbay.web.screening import samples
    from twinbay.web.screening.models import Decision, Flag

    make_officer("gba")
    make_organisation("Sample Delta Components", name_zh="示例三角洲元件公司", region="gba")
    samples.make_samples()
    first = list(Flag.objects.order_by("pk").values_list("pk", "state"))
    assert {state for _, state in first} >= {"cleared"}
    samples.make_samples()
    assert list(Flag.objects.order_by("pk").values_list("pk", "state")) == first
    assert Decision.objects.count() == 1
