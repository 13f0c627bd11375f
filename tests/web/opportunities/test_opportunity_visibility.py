"""Who may learn of what: SQL and rules agree; lists, counts and files tell no more."""

from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from members import grant, join, make_organisation, make_user, signed_in
from opportunity_records import address, make_opportunity, upload

STATES = ("draft", "in_review", "returned", "published", "expired", "withdrawn")
VISIBILITIES = ("public", "members", "confidential")


@pytest.fixture(scope="module")
def world(lake_home: Path) -> Any:
    """Records in every state and visibility; readers of every sort."""
    from django.utils import timezone

    from twinbay.web.accounts.models import Consent
    from twinbay.web.opportunities.domain.subjects import today
    from twinbay.web.opportunities.models import Opportunity, Release

    author = make_user()
    organisations = [
        make_organisation(region=region, owner=author) for region in ("sf-bay", "sf-bay", "gba")
    ]
    consenting, silent = make_user(), make_user()
    Consent.objects.create(user=consenting, purpose="talent", wording="1")
    records = []
    for state, visibility, organisation in product(STATES, VISIBILITIES, organisations):
        records.append(make_opportunity(organisation, author, state=state, visibility=visibility))
    for days in (-1, 0):
        expires = (today() + timedelta(days=days)).isoformat()
        records.append(make_opportunity(organisations[0], author, expires_on=expires))
    for person in (consenting, silent):
        record = make_opportunity(organisations[0], author, "talent")
        Opportunity.objects.filter(pk=record.pk).update(person=person)
        records.append(record)
    for number, record in enumerate(records):
        if number % 3 == 0:
            record.hidden_from.add(organisations[number % 2 + 1])
        if number % 4 == 0:
            reader = organisations[(number // 4) % 3]
            if reader.pk != record.organisation_id:
                stages = number // 4 % 4
                Release.objects.create(
                    opportunity=record,
                    organisation=reader,
                    nda_accepted_at=timezone.now() if stages != 1 else None,
                    released_at=timezone.now() if stages != 2 else None,
                    ended_at=timezone.now() if stages == 3 else None,
                )
    for record in records:
        if record.visibility == "confidential" and record.organisation_id != organisations[2].pk:
            Release.objects.get_or_create(
                opportunity=record,
                organisation=organisations[2],
                ended_at=None,
                defaults={"nda_accepted_at": timezone.now(), "released_at": timezone.now()},
            )
    return organisations, [record.pk for record in records]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_the_query_finds_what_the_rules_allow(world: Any, data: Any) -> None:
    from twinbay.web.opportunities.domain.subjects import subject_of
    from twinbay.web.opportunities.models import Opportunity
    from twinbay.web.opportunities.queries import visible
    from twinbay.web.permissions import VISITOR, Action, Actor, OrganisationRole, Role, may

    organisations, keys = world
    member = data.draw(st.booleans())
    if member:
        roles = data.draw(st.frozensets(st.sampled_from(list(Role)))) - {Role.VISITOR}
        regions = data.draw(st.frozensets(st.sampled_from(["sf-bay", "gba"])))
        actor = Actor(
            10**9,
            roles | {Role.MEMBER},
            regions if Role.COOPERATION_OFFICER in roles else frozenset(),
            data.draw(
                st.dictionaries(
                    st.sampled_from([one.pk for one in organisations]),
                    st.sampled_from(list(OrganisationRole)),
                )
            ),
        )
    else:
        actor = VISITOR
    found = set(visible(actor).filter(pk__in=keys).values_list("pk", flat=True))
    chosen = data.draw(st.lists(st.sampled_from(keys), min_size=8, max_size=8, unique=True))
    for record in Opportunity.objects.filter(pk__in=chosen).select_related("organisation"):
        allowed = may(actor, Action.OPPORTUNITY_SEE, subject_of(record))
        assert (record.pk in found) is allowed, (record.state, record.visibility, actor)


def total(client: Any, query: str) -> int:
    """What the list says that it has."""
    html = client.get(f"/en/opportunities/?{query}").content.decode()
    status = html.split('<p role="status">')[1].split("<")[0].split()[0]
    return int(status.replace(",", ""))


def facet(client: Any, query: str, label: str) -> int:
    """The number beside a choice, 0 where it is not offered."""
    html = client.get(f"/en/opportunities/?{query}").content.decode()
    parts = html.split(f'<span class="facet__label">{label}</span>')
    return int(parts[1].split('facet__count">')[1].split("<")[0]) if len(parts) > 1 else 0


def test_lists_counts_files_and_searches_tell_no_more_than_pages(people: Any, client: Any) -> None:
    word = "quokkaphotonics"
    for visibility in VISIBILITIES:
        make_opportunity(
            people.ours, people.owner, visibility=visibility, title=f"{word} {visibility}"
        )
    hidden = make_opportunity(people.ours, people.owner, title=f"{word} hidden")
    hidden.hidden_from.add(people.theirs)
    make_opportunity(people.ours, people.owner, state="draft", title=f"{word} draft")
    seen = {
        client: {"public", "hidden"},
        signed_in(people.stranger): {"public", "members", "hidden"},
        signed_in(people.reader): {"public", "members"},
        signed_in(people.owner): {"public", "members", "confidential", "hidden"},
    }
    for reader, names in seen.items():
        query = f"q={word}"
        html = reader.get(f"/en/opportunities/?{query}").content.decode()
        file = reader.get(f"/en/opportunities/?{query}&table=opportunities&export=csv").content
        search = reader.get(f"/en/search/?{query}").content.decode()
        for name in (*VISIBILITIES, "hidden", "draft"):
            for text in (html, file.decode(), search if len(names) < 4 else html):
                assert (f"{word} {name}" in text) is (name in names), name
        assert total(reader, query) == len(names)
        assert facet(reader, query, "Technology offer") == len(names)
        assert facet(reader, query, "Green and low-carbon energy") in (len(names), 0)


def test_words_of_a_part_that_is_not_read_find_nothing(people: Any, client: Any) -> None:
    make_opportunity(
        people.ours,
        people.owner,
        description="Uses zirconiumwhisper.",
        confidential="Really hafniumwhisper.",
    )
    reader = signed_in(people.reader)
    assert total(client, "q=zirconiumwhisper") == 0
    assert total(reader, "q=zirconiumwhisper") == 1
    for person in (client, reader, signed_in(people.owner)):
        assert total(person, "q=hafniumwhisper") == 0


def test_traditional_chinese_and_plurals_find_simplified_and_singular(
    people: Any, client: Any
) -> None:
    make_opportunity(people.ours, people.owner, title="", title_zh="钙钛矿涂布设备改造甲")
    assert total(client, "q=鈣鈦礦 設備改造") >= 1
    assert total(client, "q=钙钛矿 batteries nonsuch") == 0


def test_choices_narrow_the_list(people: Any, client: Any) -> None:
    word = "wombatics"
    make_opportunity(people.ours, people.owner, title=word)
    make_opportunity(people.theirs, people.reader, "talent", title=word, fields=["medicine"])
    assert total(client, f"q={word}") == 2
    assert total(client, f"q={word}&kind=talent") == 1
    assert total(client, f"q={word}&region=sf-bay") == 1
    assert total(client, f"q={word}&field=medicine") == 1
    assert total(client, f"q={word}&field=medicine&region=sf-bay") == 0
    assert total(client, f"q={word}&owner={people.ours.org_id}") == 1


def test_a_visitor_reads_the_teaser_only(people: Any, client: Any) -> None:
    record = make_opportunity(
        people.ours,
        people.owner,
        summary="Teaser text.",
        description="Members text.",
        confidential="Secret text.",
    )
    html = client.get(address(record)).content.decode()
    assert "Teaser text." in html
    assert "Members text." not in html
    assert "Secret text." not in html
    assert "Members text." in signed_in(people.stranger).get(address(record)).content.decode()


def test_files_are_sent_to_readers_of_their_part_only(people: Any, client: Any) -> None:
    from twinbay.web.opportunities.domain.attaching import attach
    from twinbay.web.opportunities.domain.releasing import accept, release_to
    from twinbay.web.opportunities.models import Attachment

    record = make_opportunity(people.ours, people.owner)
    files = {}
    for part in ("members", "confidential"):
        made = attach(record, upload(f"{part}.txt", b"content"), part, people.owner)
        files[part] = address(record, f"files/{made.public_id}/")
    owner, reader = signed_in(people.owner), signed_in(people.reader)
    everybody = {
        "visitor": client,
        "reader": reader,
        "stranger": signed_in(people.stranger),
        "officer": signed_in(people.officer),
        "owner": owner,
    }

    def statuses(part: str) -> dict[str, int]:
        return {name: one.get(files[part]).status_code for name, one in everybody.items()}

    nobody = {"visitor": 404, "reader": 404, "stranger": 404}
    assert statuses("members") == nobody | {"officer": 200, "owner": 200}
    assert statuses("confidential") == nobody | {"officer": 404, "owner": 200}
    from django.utils import timezone

    Attachment.objects.filter(opportunity=record).update(approved_at=timezone.now())
    read = {"reader": 200, "stranger": 200, "officer": 200, "owner": 200}
    assert statuses("members") == {"visitor": 404} | read
    assert statuses("confidential") == nobody | {"officer": 404, "owner": 200}
    accept(record, people.theirs, people.reader, "words")
    release = release_to(record, people.theirs, people.owner)
    answer = reader.get(files["confidential"])
    assert b"".join(answer.streaming_content) == b"content"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    owner.post(f"/en/opportunities/releases/{release.public_id}/end/")
    assert reader.get(files["confidential"]).status_code == 404
    other = make_opportunity(people.theirs, people.reader)
    crossed = files["confidential"].replace(str(record.public_id), str(other.public_id))
    assert reader.get(crossed).status_code == 404
    owner.post(files["members"] + "remove/")
    assert owner.get(files["members"]).status_code == 404


def test_another_organisation_changes_nothing(people: Any, client: Any) -> None:
    from twinbay.web.opportunities.domain.attaching import attach
    from twinbay.web.opportunities.domain.content import content_of
    from twinbay.web.opportunities.models import Opportunity

    record = make_opportunity(people.ours, people.owner)
    made = attach(record, upload("a.txt", b"a"), "members", people.owner)
    before = content_of(record)
    release = _released(record, people)
    third = make_user()
    make_organisation(owner=third)
    for person in (third, people.stranger, people.administrator, people.officer):
        other = signed_in(person)
        for rest, data in (
            ("edit/", {"revision": "1", "title": "x", "visibility": "public"}),
            ("autosave/", {"revision": "1", "title": "x"}),
            ("step/", {"step": "withdraw"}),
            ("files/", {"file": upload("b.txt", b"b"), "part": "members"}),
            (f"files/{made.public_id}/remove/", {}),
            ("sharing/hide/", {"organisation": people.theirs.pk}),
            ("sharing/release/", {"organisation": people.theirs.pk}),
        ):
            assert other.post(address(record, rest), data).status_code == 404, rest
        end = f"/en/opportunities/releases/{release.public_id}/end/"
        assert other.post(end).status_code == 404
    for rest in ("edit/", "sharing/", "autosave/", "step/"):
        assert client.post(address(record, rest)).status_code in (302, 405)
    after = Opportunity.objects.get(pk=record.pk)
    assert content_of(after) == before
    assert (after.state, after.attachments.filter(removed_at=None).count()) == ("published", 1)
    release.refresh_from_db()
    assert release.ended_at is None


def _released(record: Any, people: Any) -> Any:
    from twinbay.web.opportunities.domain.releasing import accept, release_to

    accept(record, people.theirs, people.reader, "words")
    return release_to(record, people.theirs, people.owner)


def test_an_agreement_is_accepted_for_ones_own_organisation_only(people: Any) -> None:
    from twinbay.web.opportunities.models import Release

    record = make_opportunity(people.ours, people.owner, confidential="secret X")
    viewer = make_user()
    join(viewer, people.theirs, "viewer")
    for person in (people.stranger, viewer, people.officer):
        signed_in(person).post(
            address(record, "agreement/"), {"organisation": people.theirs.pk, "accepted": "on"}
        )
    assert not Release.objects.filter(opportunity=record).exists()
    for person in (people.owner, people.viewer):  # the owner's side needs none
        assert signed_in(person).get(address(record, "agreement/")).status_code == 404


def test_the_review_queue_is_for_officers_of_the_region(people: Any) -> None:
    make_opportunity(people.ours, people.owner, state="in_review", title="Queueing otter")
    assert signed_in(people.owner).get("/en/opportunities/review/").status_code == 404
    other = signed_in(people.other_officer).get("/en/opportunities/review/")
    assert "Queueing otter" not in other.content.decode()
    both = make_user()
    grant(both, "cooperation_officer", "gba")
    grant(both, "cooperation_officer", "sf-bay")
    for person in (people.officer, both, people.administrator):
        page = signed_in(person).get("/en/opportunities/review/?page=1")
        assert page.status_code == 200
        if person is not people.administrator:
            assert "Queueing otter" in page.content.decode()
