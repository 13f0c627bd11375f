"""Sample opportunities of all six kinds in several states; after the samples of accounts."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import translation

from twinbay.web.accounts.models import MemberOrganisation, User
from twinbay.web.accounts.samples import DOMAIN
from twinbay.web.opportunities.domain import steps
from twinbay.web.opportunities.domain.content import content_of
from twinbay.web.opportunities.domain.drafting import begin, save
from twinbay.web.opportunities.domain.matching import match_all
from twinbay.web.opportunities.domain.releasing import accept, agreement, release_to
from twinbay.web.opportunities.domain.subjects import today
from twinbay.web.opportunities.domain.suggesting import suggest_to_all
from twinbay.web.opportunities.models import Opportunity, State
from twinbay.web.opportunities.sample_texts import SAMPLES, SampleOpportunity
from twinbay.web.permissions import OrganisationRole, Role


def make_samples() -> int:
    """Make the sample opportunities that are not there yet; return how many were made."""
    with translation.override("en"):
        made = sum(int(_make(sample)) for sample in SAMPLES)
        if made:
            match_all(today())
            suggest_to_all(today())
    return made


@transaction.atomic
def _make(sample: SampleOpportunity) -> bool:
    organisation = _organisation(sample.organisation)
    known = Opportunity.objects.filter(organisation=organisation, reference=sample.reference)
    if known.exists():
        return False
    writer = User.objects.get(email=f"{sample.writer}@{DOMAIN}")
    record = begin(organisation, writer, sample.kind)
    record.sample = True
    record.save()
    record = save(record, _content(record, sample), record.revision)
    _bring(record, sample, writer)
    return True


def _organisation(key: str) -> MemberOrganisation:
    found: MemberOrganisation = MemberOrganisation.objects.get(org_id=f"member:sample-{key}")
    return found


def _content(record: Opportunity, sample: SampleOpportunity) -> dict[str, Any]:
    texts = dict(sample.texts)
    for key, mark in (("title", "Sample: "), ("title_zh", "示例：")):
        if texts.get(key):
            texts[key] = mark + texts[key]
    return {
        **content_of(record),
        **texts,
        "details": dict(sample.details),
        "fields": list(sample.fields),
        "visibility": sample.visibility,
        "reference": sample.reference,
        "expires_on": (today() + timedelta(days=sample.days)).isoformat(),
    }


def _bring(record: Opportunity, sample: SampleOpportunity, writer: User) -> None:
    """Take the steps to the state in which the sample is left."""
    if sample.state in (State.DRAFT, State.WITHDRAWN):
        if sample.state == State.WITHDRAWN:
            steps.withdraw(record)
        return
    record = steps.submit(record, writer)
    if sample.state == State.RETURNED:
        steps.send_back(record, "Sample: say who pays for travel. 示例：请说明差旅费由谁承担。")
    elif sample.state == State.PUBLISHED:
        officer = User.objects.filter(
            platform_roles__role=Role.COOPERATION_OFFICER.value,
            platform_roles__region=record.organisation.region,
            email__endswith=f"@{DOMAIN}",
        ).first()
        record = steps.publish(record, officer)
        for key in sample.released_to:
            _release(record, key, writer)


def _release(record: Opportunity, key: str, writer: User) -> None:
    reader = _organisation(key)
    person = User.objects.filter(
        memberships__organisation=reader,
        memberships__role=OrganisationRole.OWNER.value,
        memberships__ended_at=None,
    ).first()
    accept(record, reader, person, agreement(record, reader, "en"))
    release_to(record, reader, writer)
