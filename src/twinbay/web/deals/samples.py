"""Sample interests and deals in every stage, between the invented sample organisations.

Everything goes through the same steps as members' own deals, then its times are moved back, so
that the funnel has something to show.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from twinbay.web.accounts.models import MemberOrganisation, User
from twinbay.web.accounts.samples import sample_email, sample_org_id
from twinbay.web.deals.domain import conversations, interests, moving, sharing, terms
from twinbay.web.deals.domain.acting import Acting
from twinbay.web.deals.domain.stages import Outcome, Stage
from twinbay.web.deals.domain.terms import Terms
from twinbay.web.deals.models import Deal, DealEvent, DealParty, Interest
from twinbay.web.deals.models.event import STAGE
from twinbay.web.opportunities.models import Opportunity, State

WAY = (Stage.NDA, Stage.EVALUATION, Stage.NEGOTIATION, Stage.SIGNED)


@dataclass(frozen=True)
class SampleDeal:
    """One contact.

    Attributes:
        title, title_zh: where the sample opportunities have none of these two.
        offering, interested: organisation and person who acts for it, by their sample keys.
        message, answer: what the two write first, in the writer's language.
        kind: of the opportunity that it is about, if there is one.
        stage: how far it came; empty for an interest that waits, ``declined`` for one refused.
        days: how long it stayed in each stage that it left; the first before the answer.
        step: what comes next, and in how many days.
        agreed: what is to be signed.
    """

    title: str
    title_zh: str
    offering: tuple[str, str]
    interested: tuple[str, str]
    message: str
    answer: str
    kind: str
    stage: str
    days: tuple[int, ...]
    step: tuple[str, int] | None = None
    agreed: Terms | None = None


UNIVERSITY, LABORATORY = ("bay-university", "transfer.bay"), ("battery-lab", "director.gba")
START_UP, MAKER = ("photonics", "startup.bay"), ("components", "company.gba")
FUND, CO_FUND = ("golden-capital", "investor.bay"), ("pearl-ventures", "investor.gba")
DEALS = (
    SampleDeal(
        "Sample: coating for separators",
        "示例：隔膜涂层",
        UNIVERSITY,
        MAKER,
        "[示例] 我们生产电池元件，想了解贵校的涂层能否用于卷对卷产线，建议先通一次电话。",
        "[sample] Gladly. We can show measured data under an NDA.",
        "technology_offer",
        "contact",
        (3,),
        ("[sample] First call with both teams", 5),
    ),
    SampleDeal(
        "Sample: optical inspection of cells",
        "示例：电芯光学检测",
        LABORATORY,
        START_UP,
        "[sample] Our sensor finds metal particles below 20 micrometres. May we test your cells?",
        "[示例] 很感兴趣，请先签署保密协议，再寄送样品。",
        "technology_need",
        "nda",
        (2, 6),
        ("[示例] 双方签署保密协议", 3),
    ),
    SampleDeal(
        "Sample: life of solid electrolytes",
        "示例：固态电解质寿命",
        UNIVERSITY,
        LABORATORY,
        "[示例] 我们有循环寿命测试平台，愿意与贵校联合评估。",
        "[sample] That is the test we lack. Let us agree on a protocol.",
        "technology_offer",
        "evaluation",
        (1, 9, 14),
        ("[sample] Review the first 200 cycles", -2),
    ),
    SampleDeal(
        "Sample: series A of a photonics start-up",
        "示例：光子初创企业 A 轮融资",
        START_UP,
        FUND,
        "[sample] Your traction fits our thesis. We would lead and bring a partner from Guangzhou.",
        "[sample] Welcome. The data room opens under the NDA.",
        "capital_sought",
        "negotiation",
        (4, 7, 10, 21),
        ("[sample] Circulate the term sheet", 7),
        Terms(
            kind=Outcome.EQUITY_INVESTMENT,
            amount=Decimal(6_000_000),
            currency="USD",
        ),
    ),
    SampleDeal(
        "Sample: joint project on recycling",
        "示例：回收利用联合项目",
        MAKER,
        UNIVERSITY,
        "[sample] We recover graphite at low temperature and look for a line to prove it on.",
        "[示例] 我们可以提供一条试验线，并承担一半费用。",
        "technology_need",
        "signed",
        (2, 8, 12, 35, 18),
        None,
        Terms(kind=Outcome.JOINT_PROJECT, amount=Decimal(3_500_000), currency="CNY"),
    ),
    SampleDeal(
        "Sample: waveguides for sensors",
        "示例：传感器用光波导",
        START_UP,
        MAKER,
        "[示例] 我们想为传感器采购光波导，能否提供小批量样品？",
        "[sample] We can, from next year on.",
        "technology_offer",
        "closed",
        (6, 11, 8),
    ),
    SampleDeal(
        "Sample: capital for a pilot line",
        "示例：中试线投资",
        LABORATORY,
        CO_FUND,
        "[示例] 我们关注中试阶段的电池项目，希望了解贵实验室的计划。",
        "",
        "technology_offer",
        "",
        (),
    ),
    SampleDeal(
        "Sample: shares in a manufacturer",
        "示例：制造企业股权",
        MAKER,
        FUND,
        "[sample] Would you consider a minority investor?",
        "[示例] 目前没有股权融资计划，谢谢关注。",
        "technology_need",
        "declined",
        (5,),
    ),
)


@transaction.atomic
def make_samples() -> None:
    """Make the sample interests and deals, once; the sample members are made before."""
    if Interest.objects.filter(sample=True).exists():
        return
    used: set[int] = set()
    for sample in DEALS:
        _make(sample, used)


def _make(sample: SampleDeal, used: set[int]) -> None:
    seller, buyer = _acting(sample.offering), _acting(sample.interested)
    offering = MemberOrganisation.objects.get(pk=seller.organisation_id)
    opportunity = _opportunity(offering, sample.kind, used)
    interest = interests.express(buyer, offering, opportunity, sample.message, {}, sample=True)
    begun = timezone.now() - timedelta(days=sum(sample.days) + 4)
    if sample.stage == "declined":
        interests.decline(interest.pk, seller, sample.answer)
    elif sample.stage:
        deal = interests.accept(interest.pk, seller, sample.answer)
        if opportunity is None:
            Deal.objects.filter(pk=deal.pk).update(title=sample.title, title_zh=sample.title_zh)
        _move(deal, sample, seller, buyer)
        _move_back(deal, sample.days, begun)
    Interest.objects.filter(pk=interest.pk).update(created_at=begun)
    if sample.days:
        answered = begun + timedelta(days=sample.days[0])
        Interest.objects.filter(pk=interest.pk).update(decided_at=answered)


def _acting(side: tuple[str, str]) -> Acting:
    organisation = MemberOrganisation.objects.get(org_id=sample_org_id(side[0]))
    return Acting(User.objects.get(email=sample_email(side[1])), organisation.pk)


def _opportunity(offering: MemberOrganisation, kind: str, used: set[int]) -> Opportunity | None:
    """Return a published sample opportunity of the kind that no other sample deal is about."""
    rows = Opportunity.objects.filter(
        sample=True, organisation=offering, kind=kind, state=State.PUBLISHED
    )
    found: Opportunity | None = rows.exclude(pk__in=used).order_by("pk").first()
    if found is not None:
        used.add(found.pk)
    return found


def _move(deal: Deal, sample: SampleDeal, seller: Acting, buyer: Acting) -> None:
    """Bring a deal to its stage in the ways that members have."""
    last = Stage.NDA if sample.stage == "closed" else Stage(sample.stage)
    targets: Sequence[Stage] = WAY[: WAY.index(last) + 1] if last in WAY else ()
    seen = Stage.CONTACT
    for target in targets:
        if target is Stage.EVALUATION:
            for by in (seller, buyer):
                terms.sign_nda(deal.pk, by, timezone.localdate() - timedelta(days=sample.days[-1]))
        if target is Stage.SIGNED:
            _agree(deal, sample, (seller, buyer))
        moving.move(deal.pk, seen, target, seller)
        seen = target
    if sample.stage == "closed":
        moving.move(deal.pk, seen, Stage.CLOSED, seller, reason="timing", note=sample.answer)
    if sample.stage == "negotiation" and sample.agreed:
        terms.set_terms(deal.pk, seller, sample.agreed)
        _share(deal, seller, buyer)
    if sample.step:
        text, days = sample.step
        day = timezone.localdate() + timedelta(days=days)
        terms.set_step(deal.pk, seller, terms.Step(text, day, None, "UTC", seller.user))
    elif sample.stage != "closed":
        terms.set_step(deal.pk, seller, terms.Step("", None, None, "UTC", seller.user))


def _agree(deal: Deal, sample: SampleDeal, sides: Sequence[Acting]) -> None:
    """Let every side agree to terms that are signed today."""
    agreed = replace(sample.agreed or Terms(), signed_on=timezone.localdate())
    terms.set_terms(deal.pk, sides[0], agreed)
    for by in sides:
        terms.agree(deal.pk, by, Deal.objects.get(pk=deal.pk).terms_version)


def _share(deal: Deal, seller: Acting, buyer: Acting) -> None:
    """Let a co-investor join: invited by the start-up, with its own conversation."""
    guest = _acting(CO_FUND)
    organisation = MemberOrganisation.objects.get(pk=guest.organisation_id)
    text = "[sample] We would be glad to have a partner from the Greater Bay Area in the round."
    party: DealParty = sharing.invite(deal.pk, seller, organisation, text)
    sharing.join(party.pk, guest, timezone.localdate())
    parts = ((buyer, 4_000_000, 12), (guest, 2_000_000, 6))
    for by, amount, share in parts:
        terms.set_amount(deal.pk, by, Decimal(amount), "USD", Decimal(share))
    thread: Any = deal.threads.get(kind="invitation")
    conversations.write(thread.pk, guest, "[示例] 请问股东协议草案何时可以分享？", uuid.uuid4())


def _move_back(deal: Deal, days: tuple[int, ...], begun: Any) -> None:
    """Put what happened at the times that ``days`` says, in its order, beginning at ``begun``."""
    at = begun + timedelta(days=days[0])
    Deal.objects.filter(pk=deal.pk).update(created_at=at, stage_since=at)
    stays = iter(days[1:])
    for event in DealEvent.objects.filter(deal=deal).order_by("pk"):
        rows = DealEvent.objects.filter(pk=event.pk)
        if event.kind == STAGE:
            stayed = timedelta(days=next(stays))
            at += stayed
            rows.update(lasted=int(stayed.total_seconds()))
            Deal.objects.filter(pk=deal.pk).update(stage_since=at)
        rows.update(at=at)
