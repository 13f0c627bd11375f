"""Records of a busy platform, made from a seed, written straight into PostgreSQL.

100,000 organisations, 20,000 members, 50,000 opportunities and 5,000 deals with their terms,
counterparts, suggestions, notifications, conversations, timelines and audit entries; and a lake in
which the organisations have their evidence.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

ORGANISATIONS, MEMBERS, OPPORTUNITIES, DEALS = 100_000, 20_000, 50_000, 5_000
REGIONS = ("sf-bay", "gba")
KINDS = ("education", "research-institute", "enterprise", "investor", "government", "healthcare")
_VOCABULARY = (
    "lithium battery recycling hydrogen membrane perovskite silicon photonics quantum sensor robot "
    "vaccine enzyme genome imaging polymer catalyst turbine inverter storage carbon capture steel "
    "cement learning vision speech agent model chip packaging laser optical drone satellite valve "
    "software platform data privacy edge cloud network antenna radar material coating graphene"
)
WORDS = _VOCABULARY.split()
CHINESE = (
    "电池回收",
    "氢能",
    "钙钛矿",
    "光子",
    "量子",
    "传感器",
    "机器人",
    "疫苗",
    "碳捕集",
    "芯片",
)
COUNTERPARTS, SUGGESTIONS, TOLD, MESSAGES = 10, 10, 10, 6  # of each record or person
STAGES = ("contact", "nda", "evaluation", "negotiation", "signed", "closed")


def write_lake(home: Path, seed: int = 1) -> None:
    """Write a lake with the organisations, what they work on and with whom."""
    from twinbay.lake.store import write_build
    from twinbay.regions.taxonomy import load_topics

    chance = random.Random(seed)
    topics = [topic.topic_id for topic in load_topics()]
    ids = [f"org:bench-{number:06}" for number in range(ORGANISATIONS)]
    organisations = {
        "org_id": ids,
        "name": [_name(number) for number in range(ORGANISATIONS)],
        "name_zh": [f"机构{number:06}" for number in range(ORGANISATIONS)],
        "kind": [KINDS[number % len(KINDS)] for number in range(ORGANISATIONS)],
        "region": [REGIONS[number % 2] for number in range(ORGANISATIONS)],
        "country": ["US" if number % 2 == 0 else "CN" for number in range(ORGANISATIONS)],
        "source": ["benchmark"] * ORGANISATIONS,
    }
    portfolio: list[tuple[Any, ...]] = []
    for org_id in ids:
        for topic in chance.sample(topics, 3):
            works = int(chance.paretovariate(1.2))
            portfolio.append((org_id, topic, 2023, works, works * 5, 1.0, "benchmark"))
    joint: dict[tuple[str, str, str, int], int] = {}
    for _ in range(2 * ORGANISATIONS):
        one, other = sorted(chance.sample(ids[:20_000], 2))
        joint[one, other, chance.choice(topics), 2023] = chance.randint(1, 5)
    collaboration = [(*key, works, "benchmark") for key, works in joint.items()]
    tables = {
        "organisations": pa.table(organisations),
        "portfolio": _arrow("org_id topic year works citations specialisation source", portfolio),
        "collaboration": _arrow("org_a org_b topic year works source", collaboration),
    }
    write_build(home, tables, {"built": "2026-01-01T00:00:00Z"})


def _arrow(columns: str, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    return pa.table(dict(zip(columns.split(), map(list, zip(*rows, strict=True)), strict=True)))


def _name(number: int) -> str:
    first, second = WORDS[number % len(WORDS)], WORDS[number // len(WORDS) % len(WORDS)]
    return f"{first.title()} {second.title()} Laboratory {number}"


class Records:
    """Writes every table; ``people`` are those who use the pages afterwards."""

    def __init__(self, seed: int = 1) -> None:
        from django.utils import timezone

        self._chance = random.Random(seed)
        self._now = timezone.now()

    def write(self) -> None:
        """Write all records."""
        self._write_organisations()
        self._write_members()
        self._write_opportunities()
        self._write_terms()
        self._write_matches()
        self._write_deals()
        self._write_notifications()
        self._write_histories()

    def _write_organisations(self) -> None:
        from twinbay.web.accounts.models import MemberOrganisation

        _bulk(
            MemberOrganisation,
            (
                MemberOrganisation(
                    org_id=f"org:bench-{number:06}",
                    name=_name(number),
                    name_zh=f"机构{number:06}",
                    kind=KINDS[number % len(KINDS)],
                    region=REGIONS[number % 2],
                    verified_at=self._now,
                )
                for number in range(ORGANISATIONS)
            ),
        )
        self.organisations = list(MemberOrganisation.objects.order_by("org_id"))

    def _write_members(self) -> None:
        """Every ten organisations of the first 20,000 have ten members; two officers, one runs."""
        from twinbay.web.accounts.models import Membership, PlatformRole, User

        _bulk(
            User,
            (
                User(email=f"m{number}@bench.example", name=f"Member {number}", password="!")
                for number in range(MEMBERS)
            ),
        )
        self.users = list(User.objects.order_by("pk"))
        roles = ("owner", "editor", "viewer")
        _bulk(
            Membership,
            (
                Membership(
                    user=user,
                    organisation=self.organisations[number // 3],
                    role=roles[number % 3],
                    accepted_at=self._now,
                )
                for number, user in enumerate(self.users)
            ),
        )
        for user, region in zip(self.users[-2:], REGIONS, strict=True):
            PlatformRole.objects.create(user=user, role="cooperation_officer", region=region)
        PlatformRole.objects.create(user=self.users[-3], role="administrator")

    def _write_opportunities(self) -> None:
        from twinbay.web.current_lake import configured_pair
        from twinbay.web.opportunities.models import Opportunity, OpportunityKind

        fields = [field.field_id for field in configured_pair().fields]
        states = ("published",) * 8 + ("draft", "in_review")
        visibilities = ("public", "members", "members", "confidential")
        self.owners = self.organisations[: MEMBERS // 3]

        def opportunity(number: int) -> Opportunity:
            words = self._chance.sample(WORDS, 14)
            state = self._chance.choice(states)
            owner = number % len(self.owners)
            return Opportunity(
                organisation=self.owners[owner],
                author=self.users[owner * 3],
                kind=self._chance.choice(OpportunityKind.values),
                state=state,
                visibility=self._chance.choice(visibilities),
                title=" ".join(words[:4]).capitalize(),
                title_zh="、".join(self._chance.sample(CHINESE, 2)),
                summary=" ".join(words[:9]).capitalize() + ".",
                description=" ".join(words * 3).capitalize() + ".",
                fields=self._chance.sample(fields, 2),
                expires_on=(self._now + timedelta(days=self._chance.randint(20, 700))).date(),
                published_at=self._now - timedelta(minutes=number)
                if state == "published"
                else None,
                submitted_at=self._now - timedelta(minutes=number),
            )

        _bulk(Opportunity, (opportunity(number) for number in range(OPPORTUNITIES)))
        self.opportunities = list(Opportunity.objects.order_by("pk"))
        self.published = [one for one in self.opportunities if one.state == "published"]

    def _write_terms(self) -> None:
        from twinbay.match.tokens import tokens
        from twinbay.web.opportunities.models.term import FIELD, MEMBERS, TEASER

        stems = {word: list(tokens(word)) for word in (*WORDS, *CHINESE, "laboratory")}

        def rows() -> Iterator[tuple[Any, ...]]:
            for one in self.opportunities:
                teaser = {
                    term
                    for word in (
                        *one.summary.lower().rstrip(".").split(),
                        *one.title_zh.split("、"),
                    )
                    for term in stems[word]
                }
                members = {
                    term
                    for word in one.description.lower().rstrip(".").split()
                    for term in stems[word]
                }
                parts = ((FIELD, one.fields), (TEASER, teaser), (MEMBERS, members - teaser))
                for part, terms in parts:
                    for term in terms:
                        yield one.pk, part, term

        _copy("opportunities_term", ("opportunity_id", "part", "term"), rows())

    def _write_matches(self) -> None:
        pks = [one.pk for one in self.published]
        reasons = '{"en": ["Both work on batteries."], "zh-hans": ["双方都研究电池。"]}'
        day = self._now.date()
        _copy(
            "opportunities_counterpart",
            ("opportunity_id", "other_id", "rank", "score", "reasons", "computed_on"),
            (
                (pk, other, rank, 1 / rank, reasons, day)
                for pk in pks
                for rank, other in enumerate(self._chance.sample(pks, COUNTERPARTS), start=1)
            ),
        )
        _copy(
            "opportunities_foryou",
            ("user_id", "opportunity_id", "rank", "score", "reasons", "found_on"),
            (
                (user.pk, other, rank, 1 / rank, reasons, day)
                for user in self.users
                for rank, other in enumerate(self._chance.sample(pks, SUGGESTIONS), start=1)
            ),
        )

    def _write_deals(self) -> None:
        """A fifth of the deals belongs to the first hundred owners, as such things are spread."""
        from twinbay.web.deals.models import Deal, DealEvent, DealParty, Interest, Message, Thread
        from twinbay.web.deals.models.conversation import Participant

        chosen = self._chance.sample(self.published, DEALS)
        interested = [self._interested(number) for number in range(DEALS)]
        sides = list(zip(chosen, interested, strict=True))
        pairs = [
            (one, other if self.owners[other].pk != one.organisation_id else other + 1)
            for one, other in sides
        ]
        _bulk(
            Interest,
            (
                Interest(
                    opportunity=one,
                    organisation=self.owners[other],
                    addressee_id=one.organisation_id,
                    author=self.users[other * 3],
                    message="May we talk about it?",
                    state="accepted",
                    decided_by_id=one.author_id,
                    decided_at=self._now - timedelta(days=self._chance.randint(1, 300)),
                )
                for one, other in pairs
            ),
        )
        interests = list(Interest.objects.order_by("pk"))
        _bulk(Deal, (self._deal(interest) for interest in interests))
        deals = list(Deal.objects.select_related("interest").order_by("pk"))
        _bulk(Thread, (Thread(interest=d.interest, deal=d, kind="principals") for d in deals))
        threads = list(Thread.objects.select_related("interest").order_by("pk"))
        both = ("organisation_id", "addressee_id")
        _bulk(
            DealParty,
            (
                DealParty(
                    deal=deal,
                    organisation_id=getattr(deal.interest, side),
                    role="interested" if side == both[0] else "addressed",
                    joined_at=self._now,
                    nda_on=self._now.date(),
                )
                for deal in deals
                for side in both
            ),
        )
        _bulk(
            Participant,
            (
                Participant(
                    thread=thread,
                    organisation_id=getattr(thread.interest, side),
                    admitted_at=self._now,
                )
                for thread in threads
                for side in both
            ),
        )
        _bulk(
            Message,
            (
                Message(
                    thread=thread,
                    author_id=thread.interest.author_id,
                    organisation_id=thread.interest.organisation_id,
                    body=" ".join(self._chance.sample(WORDS, 20)),
                )
                for thread in threads
                for _ in range(MESSAGES)
            ),
        )
        _bulk(
            DealEvent,
            (
                DealEvent(
                    deal=deal,
                    kind="opened" if target == "contact" else "stage",
                    by_id=deal.interest.author_id,
                    organisation_id=deal.interest.organisation_id,
                    at=self._now - timedelta(days=20 - number),
                    from_stage=STAGES[number - 1] if number else "",
                    to_stage=target,
                    lasted=86_400 if number else None,
                )
                for deal in deals
                for number, target in enumerate(STAGES[: 1 + STAGES.index(str(deal.stage)) % 5])
            ),
        )

    def _interested(self, number: int) -> int:
        return number % 100 if number % 5 == 0 else self._chance.randrange(len(self.owners) - 1)

    def _deal(self, interest: Any) -> Any:
        from twinbay.web.deals.models import Deal

        stage = self._chance.choice(STAGES)
        day = self._now.date() + timedelta(days=self._chance.randint(-20, 60))
        return Deal(
            interest=interest,
            title="A deal about " + self._chance.choice(WORDS),
            kind="licence",
            stage=stage,
            stage_since=self._now - timedelta(days=self._chance.randint(0, 90)),
            signed_on=self._now.date() if stage == "signed" else None,
            closed_reason="timing" if stage == "closed" else "",
            closed_from="nda" if stage == "closed" else "",
            amount=250_000,
            currency="USD",
            next_step="Call them",
            next_step_on=day,
            owner_id=interest.decided_by_id,
        )

    def _write_notifications(self) -> None:
        from twinbay.web.notifications.models import Notification

        context = {"organisation": {"en": "Lab", "zh-hans": "实验室"}, "title": {"en": "Cells"}}
        _bulk(
            Notification,
            (
                Notification(
                    user=user,
                    kind="opportunity-published",
                    context=context,
                    mailed_at=self._now,
                    read_at=self._now if number % 2 else None,
                )
                for user in self.users
                for number in range(TOLD)
            ),
        )

    def _write_histories(self) -> None:
        """Give every audited record its first entry."""
        from django.apps import apps
        from django.db import connection

        for model in apps.get_models():
            history = getattr(model, "history", None)
            if history is None or not model.objects.exists():
                continue
            audited = history.model
            own = {field.column for field in model._meta.concrete_fields}
            kept = [f.column for f in audited._meta.concrete_fields if f.column in own]
            columns = ", ".join(f'"{column}"' for column in kept)
            with connection.cursor() as cursor:
                cursor.execute(
                    f'INSERT INTO "{audited._meta.db_table}" ({columns}, history_date,'
                    f" history_type) SELECT {columns}, now() - random() * interval '300 days', '+'"
                    f" FROM {model._meta.db_table}"
                )


def _bulk(model: Any, records: Iterable[Any], at_once: int = 2_000) -> None:
    waiting = iter(records)
    while batch := list(islice(waiting, at_once)):
        model.objects.bulk_create(batch)


def _copy(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows by PostgreSQL's COPY."""
    from django.db import connection

    connection.ensure_connection()
    named = ", ".join(columns)
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
