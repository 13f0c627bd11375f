"""From the draft to publication, change, release and end, through the pages."""

from datetime import timedelta
from typing import Any

import pytest
from members import join, make_organisation, make_user, signed_in
from opportunity_records import address, filled, form_data, make_opportunity

KINDS = (
    "technology_offer",
    "technology_need",
    "capital_offered",
    "capital_sought",
    "talent",
    "site_project",
)


def again(opportunity: Any) -> Any:
    """The record as the database has it now."""
    from twinbay.web.opportunities.models import Opportunity

    return Opportunity.objects.get(pk=opportunity.pk)


def begin(people: Any, kind: str) -> Any:
    from twinbay.web.opportunities.models import Opportunity

    answer = signed_in(people.owner).post(
        "/en/opportunities/new/", {"kind": kind, "organisation": people.ours.pk}
    )
    assert answer.status_code == 302
    return Opportunity.objects.get(public_id=answer["Location"].split("/")[3])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_goes_from_its_form_to_publication(people: Any, kind: str) -> None:
    from twinbay.web.opportunities.domain.content import content_of

    draft = begin(people, kind)
    made = make_opportunity(people.ours, people.owner, kind, state="draft")
    data = form_data(made, revision="1", submit="yes", title=f"Only {kind} is called so")
    answer = signed_in(people.owner).post(address(draft, "edit/"), data)
    assert answer["Location"] == address(draft)
    draft = again(draft)
    assert draft.state == "in_review"
    assert content_of(draft) == filled(kind, title=f"Only {kind} is called so")
    assert signed_in(people.reader).get(address(draft)).status_code == 404
    officer = signed_in(people.officer)
    assert f"Only {kind} is called so" in officer.get("/en/opportunities/review/").content.decode()
    officer.post(address(draft, "step/"), {"step": "publish"})
    assert again(draft).state == "published"
    for prefix in ("en", "zh"):
        page = signed_in(people.reader).get(address(draft, prefix=prefix))
        assert page.status_code == 200
        assert f"Only {kind} is called so" in page.content.decode()
    assert [v.number for v in draft.versions.all()] == [1]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_missing_is_named_before_review(people: Any, kind: str) -> None:
    from twinbay.web.opportunities.domain.kinds import fields_of

    draft = begin(people, kind)
    answer = signed_in(people.owner).post(
        address(draft, "edit/"), {"revision": "1", "visibility": "members", "submit": "yes"}
    )
    html = answer.content.decode()
    assert answer.status_code == 400
    assert again(draft).state == "draft"
    for field in fields_of(kind):
        assert (f"Fill in: {field.label}" in html) is field.needed


def test_an_autosave_keeps_what_is_right_and_names_what_is_not(people: Any) -> None:
    draft = begin(people, "technology_offer")
    data = {"revision": "1", "title": "Half written", "trl": "12", "visibility": "members"}
    answer = signed_in(people.owner).post(address(draft, "autosave/"), data)
    html = answer.content.decode()
    assert (answer.status_code, answer["X-Draft"]) == (200, "saved")
    assert "Technology readiness level" in html
    assert 'value="2"' in html
    draft = again(draft)
    assert (draft.title, draft.details, draft.revision) == ("Half written", {}, 2)
    assert "autosave" in draft.history.first().history_change_reason


def test_two_editors_do_not_overwrite_each_other(people: Any) -> None:
    draft = begin(people, "technology_need")
    editor = signed_in(people.owner)
    editor.post(address(draft, "autosave/"), {"revision": "1", "title": "First"})
    late = editor.post(address(draft, "autosave/"), {"revision": "1", "title": "Second"})
    assert (late.status_code, late["X-Draft"]) == (409, "refused")
    page = editor.post(address(draft, "edit/"), {"revision": "1", "title": "Second"})
    assert page.status_code == 409
    assert "Second" in page.content.decode()  # what was written is still in the form
    assert again(draft).title == "First"


def test_an_officer_sends_back_with_a_reason_and_the_writer_reads_it(people: Any) -> None:
    record = make_opportunity(people.ours, people.owner, state="in_review")
    officer = signed_in(people.officer)
    officer.post(address(record, "step/"), {"step": "send_back", "reason": " "})
    assert again(record).state == "in_review"
    officer.post(address(record, "step/"), {"step": "send_back", "reason": "Which patents?"})
    assert again(record).state == "returned"
    assert (
        "Which patents?" in signed_in(people.owner).get(address(record, "edit/")).content.decode()
    )


def test_only_officers_of_the_region_review(people: Any) -> None:
    record = make_opportunity(people.ours, people.owner, state="in_review")
    for person in (people.owner, people.reader, people.other_officer, people.stranger):
        answer = signed_in(person).post(address(record, "step/"), {"step": "publish"})
        assert answer.status_code == 404
        assert again(record).state == "in_review"
    assert signed_in(people.other_officer).get(address(record)).status_code == 404


def test_a_change_waits_while_the_published_text_stays(people: Any) -> None:
    record = make_opportunity(people.ours, people.owner)
    writer, reader = signed_in(people.owner), signed_in(people.reader)
    writer.post(address(record, "edit/"), form_data(record, summary="Changed it is.", submit="yes"))
    assert again(record).pending_state == "in_review"
    assert "Changed it is." not in reader.get(address(record)).content.decode()
    assert "Changed it is." not in reader.get(address(record) + "?show=change").content.decode()
    assert (
        "Changed it is."
        in signed_in(people.officer).get(address(record) + "?show=change").content.decode()
    )
    signed_in(people.officer).post(address(record, "step/"), {"step": "publish"})
    html = reader.get(address(record)).content.decode()
    assert "Changed it is." in html
    assert again(record).pending is None


def test_versions_show_what_changed(people: Any) -> None:
    from twinbay.web.opportunities.domain import steps
    from twinbay.web.opportunities.domain.content import content_of
    from twinbay.web.opportunities.domain.drafting import save

    record = make_opportunity(
        people.ours, people.owner, state="in_review", confidential="Solvent A"
    )
    record = steps.publish(record, people.officer)
    changed = content_of(record) | {"summary": "Recovers cobalt.", "confidential": "Solvent B"}
    record = save(record, changed, record.revision)
    record = steps.publish(steps.submit(record, people.owner), people.officer)
    html = signed_in(people.owner).get(address(record, "versions/")).content.decode()
    assert "<ins>cobalt" in html
    assert "<ins>B</ins>" in html
    for person in (people.reader, people.officer):
        other = signed_in(person).get(address(record, "versions/")).content.decode()
        assert "<ins>cobalt" in other
        assert "Solvent" not in other


def test_the_confidential_part_opens_after_agreement_and_release_and_closes(people: Any) -> None:
    from twinbay.web.opportunities.models import Release

    record = make_opportunity(people.ours, people.owner, confidential="The solvent is secret X.")
    reader, owner = signed_in(people.reader), signed_in(people.owner)

    def reads() -> bool:
        return "secret X" in reader.get(address(record)).content.decode()

    assert not reads()
    page = reader.get(address(record, "agreement/")).content.decode()
    assert "Our Lab discloses confidential information to Their Works" in page
    reader.post(address(record, "agreement/"), {"organisation": people.theirs.pk})
    assert not Release.objects.filter(opportunity=record).exists()  # not accepted
    accepted = {"organisation": people.theirs.pk, "accepted": "on"}
    reader.post(address(record, "agreement/"), accepted)
    assert not reads()
    release = Release.objects.get(opportunity=record)
    assert "Their Works" in release.nda_text
    owner.post(address(record, "sharing/release/"), {"organisation": people.theirs.pk})
    assert reads()
    for person in (people.officer, people.administrator, people.stranger):
        assert "secret X" not in signed_in(person).get(address(record)).content.decode()
    owner.post(f"/en/opportunities/releases/{release.public_id}/end/", {"reason": "done"})
    assert not reads()
    assert Release.objects.get(pk=release.pk).end_reason == "done"


def test_a_confidential_record_is_read_by_invitation(people: Any) -> None:
    from twinbay.web.opportunities.models import Release

    record = make_opportunity(
        people.ours, people.owner, visibility="confidential", confidential="secret X"
    )
    reader = signed_in(people.reader)
    assert reader.get(address(record)).status_code == 404
    signed_in(people.owner).post(
        address(record, "sharing/release/"), {"organisation": people.theirs.pk}
    )
    release = Release.objects.get(opportunity=record)
    invitation = f"/en/opportunities/invitations/{release.public_id}/"
    page = reader.get(invitation).content.decode()
    assert "Our Lab" in page
    assert record.title not in page
    assert signed_in(people.stranger).get(invitation).status_code == 404
    assert reader.get(address(record)).status_code == 404
    reader.post(invitation, {"organisation": people.theirs.pk, "accepted": "on"})
    assert "secret X" in reader.get(address(record)).content.decode()


def test_hiding_takes_effect_at_once_and_ends_the_release(people: Any) -> None:
    from twinbay.web.opportunities.domain.releasing import accept, release_to

    record = make_opportunity(people.ours, people.owner, confidential="secret X")
    accept(record, people.theirs, people.reader, "words")
    release_to(record, people.theirs, people.owner)
    reader = signed_in(people.reader)
    assert "secret X" in reader.get(address(record)).content.decode()
    signed_in(people.owner).post(
        address(record, "sharing/hide/"), {"organisation": people.theirs.pk}
    )
    assert reader.get(address(record)).status_code == 404
    assert reader.get(address(record, "agreement/")).status_code == 404
    assert not record.releases.filter(ended_at=None).exists()


def test_viewers_of_the_owner_read_everything_and_change_nothing(people: Any) -> None:
    record = make_opportunity(people.ours, people.owner, confidential="secret X")
    viewer = signed_in(people.viewer)
    assert "secret X" in viewer.get(address(record)).content.decode()
    for rest in ("edit/", "sharing/"):
        assert viewer.get(address(record, rest)).status_code == 404
    for rest, data in (
        ("autosave/", {"revision": "1", "title": "x"}),
        ("step/", {"step": "withdraw"}),
        ("sharing/hide/", {"organisation": people.theirs.pk}),
    ):
        assert viewer.post(address(record, rest), data).status_code == 404
    assert again(record).state == "published"


def test_a_nearly_same_title_is_warned_of_once(people: Any) -> None:
    make_opportunity(people.ours, people.owner, title="Recycling of lithium batteries")
    draft = make_opportunity(
        people.ours, people.owner, state="draft", title="Lithium batteries: recycling of"
    )
    writer = signed_in(people.owner)
    page = writer.post(address(draft, "edit/"), form_data(draft, submit="yes"))
    assert "This looks like a record that you have already" in page.content.decode()
    assert again(draft).state == "draft"
    draft = again(draft)
    writer.post(address(draft, "edit/"), form_data(draft, submit="yes", no_duplicate="yes"))
    assert again(draft).state == "in_review"


def test_a_warning_does_not_tell_of_other_organisations(people: Any) -> None:
    make_opportunity(people.theirs, people.reader, title="Recycling of lithium batteries")
    draft = make_opportunity(
        people.ours, people.owner, state="draft", title="Recycling of lithium batteries"
    )
    signed_in(people.owner).post(address(draft, "edit/"), form_data(draft, submit="yes"))
    assert again(draft).state == "in_review"


def test_withdrawn_and_expired_records_are_gone_for_others_and_can_be_reopened(
    people: Any,
) -> None:
    from twinbay.web.opportunities.domain.steps import expire
    from twinbay.web.opportunities.domain.subjects import today

    record = make_opportunity(people.ours, people.owner)
    reader, writer = signed_in(people.reader), signed_in(people.owner)
    writer.post(address(record, "step/"), {"step": "withdraw"})
    assert reader.get(address(record)).status_code == 404
    writer.post(address(record, "step/"), {"step": "reopen"})
    assert again(record).state == "draft"
    late = make_opportunity(
        people.ours, people.owner, expires_on=(today() - timedelta(days=1)).isoformat()
    )
    assert reader.get(address(late)).status_code == 404  # before any task has run
    assert expire(late)
    assert again(late).state == "expired"
    assert not expire(record)


def test_a_person_who_looks_is_shown_only_while_consenting(people: Any) -> None:
    from django.utils import timezone

    from twinbay.web.accounts.models import Consent
    from twinbay.web.opportunities.domain import steps
    from twinbay.web.opportunities.domain.refusals import StepRefused

    record = make_opportunity(
        people.ours, people.owner, "talent", state="draft", details={"direction": "looks"}
    )
    with pytest.raises(StepRefused):
        steps.submit(record, people.owner)
    consent = Consent.objects.create(user=people.owner, purpose="talent", wording="1")
    record = steps.publish(steps.submit(record, people.owner), people.officer)
    reader = signed_in(people.reader)
    assert reader.get(address(record)).status_code == 200
    consent.withdrawn_at = timezone.now()
    consent.save()
    assert reader.get(address(record)).status_code == 404


def test_a_language_that_was_not_written_is_marked_not_faked(people: Any) -> None:
    record = make_opportunity(people.ours, people.owner, title="Only English", title_zh="")
    reader = signed_in(people.reader)
    chinese = reader.get(address(record, prefix="zh")).content.decode()
    assert '<span lang="en">Only English</span>' in chinese
    assert "未提供中文" in chinese
    assert "not written in" not in reader.get(address(record)).content.decode()


def test_an_organisation_that_is_not_verified_submits_nothing(people: Any) -> None:
    from twinbay.web.opportunities.domain import steps
    from twinbay.web.opportunities.domain.refusals import StepRefused

    waiting = make_organisation("Waiting", verified=False)
    writer = make_user()
    join(writer, waiting, "owner")
    record = make_opportunity(waiting, writer, state="draft")
    with pytest.raises(StepRefused):
        steps.submit(record, writer)
    assert signed_in(writer).get(address(record)).status_code == 404
