"""One record of every kind and everybody who may ask for it; import it after ``lake_home``."""

import io
import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from deal_makers import PDF, Pair, acting, make_deal, make_interest, thread_of, yesterday
from members import grant, join, make_administrator, make_officer, make_organisation, make_user
from opportunity_records import make_opportunity

READERS = (
    "viewer",
    "editor",
    "owner",
    "granted",
    "other",
    "hidden",
    "member",
    "officer",
    "far",
    "administrator",
)
SCOPES = (
    "profile:read",
    "opportunities:read",
    "opportunities:write",
    "deals:read",
    "deals:write",
)


def token_of(user: Any, *scopes: str) -> str:
    """Return a token of a person with some scopes, all without any named."""
    from django.utils import timezone

    from twinbay.web.tokens.domain.tokens import make_token

    day = timezone.now().date() + timedelta(days=30)
    return make_token(user, "test", scopes or SCOPES, day)[1]


def ask(client: Any, method: str, path: str, token: str = "", **more: Any) -> Any:
    """Ask the interface; ``json`` is a body, ``data`` a form with files."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    call = getattr(client, method.lower())
    if "json" in more:
        body = json.dumps(more.pop("json"), default=str)
        more |= {"data": body, "content_type": "application/json"}
    return call(f"/api/v1/{path}", headers=headers, **more)


def upload(name: str = "paper.pdf", content: bytes = PDF) -> Any:
    """Return a file as a form sends it."""
    file = io.BytesIO(content)
    file.name = name
    return file


@dataclass
class Request:
    """What is asked: a method, a path, and what goes with it."""

    method: str
    path: str
    more: dict[str, Any]


class World:
    """The records, the people and their tokens."""

    def __init__(self) -> None:
        self.people = {name: make_user(f"Api {name}") for name in READERS[:7]}
        self.people["officer"] = make_officer("sf-bay")
        self.people["far"] = make_officer("gba")
        self.people["administrator"] = make_administrator()
        self.tokens = {name: token_of(user) for name, user in self.people.items()}
        self.ours = make_organisation("Api Lab", region="sf-bay")
        for role in ("viewer", "editor", "owner"):
            join(self.people[role], self.ours, role)
        self.others = {
            name: make_organisation(f"Api {name}", region="gba", kind="investor")
            for name in ("granted", "other", "hidden")
        }
        for name, organisation in self.others.items():
            join(self.people[name], organisation, "editor")
        grant(self.people["other"], "investor")
        self._make_opportunities()
        self._make_deals()

    def _make_opportunities(self) -> None:
        from django.utils import timezone

        from twinbay.web.files.domain.storing import store
        from twinbay.web.opportunities.domain import releasing
        from twinbay.web.opportunities.models import Attachment

        editor = self.people["editor"]
        self.opportunities: dict[str, Any] = {}
        self.files: dict[str, Any] = {}
        for name in ("public", "members", "confidential", "draft", "in_review", "withdrawn"):
            published = name in ("public", "members", "confidential")
            made = make_opportunity(
                self.ours,
                editor,
                state="published" if published else name,
                visibility=name if published else "public",
                confidential=f"The secret of {name}",
            )
            self.opportunities[name] = made
            made.hidden_from.add(self.others["hidden"])
            if published:
                self.files[name] = Attachment.objects.create(
                    opportunity=made,
                    file=store(_uploaded(), editor),
                    part="confidential" if name == "confidential" else "members",
                    added_by=editor,
                    approved_at=timezone.now(),
                )
                given = releasing.release_to(made, self.others["granted"], editor)
                releasing.accept(made, self.others["granted"], self.people["granted"], "Words")
                self.releases = {"released": given}
        offered = make_opportunity(self.ours, editor, visibility="confidential")
        self.releases["invited"] = releasing.release_to(offered, self.others["other"], editor)

    def _make_deals(self) -> None:
        from twinbay.web.deals.domain import documents, sharing
        from twinbay.web.notifications.models import Notification

        pair = Pair(
            self.ours, self.others["granted"], self.people["editor"], self.people["granted"]
        )
        self.deal = make_deal(pair, "evaluation")
        self.interest = make_interest(pair, self.opportunities["members"])
        self.thread = thread_of(self.deal)
        by_editor = acting(self.people["editor"], self.ours)
        self.document = documents.add(self.deal.pk, by_editor, "report", "all", _uploaded())
        other = self.others["other"]
        self.party = sharing.invite(self.deal.pk, by_editor, other, "Come in with us.")
        self.told = Notification.objects.create(user=self.people["editor"], kind="invitation")
        self.third = make_organisation("Api third", region="gba")

    def request(self, operation: str, case: str, reader: str) -> Request:
        """Return what a reader asks for an operation on a record."""
        own = self.others.get(reader, self.ours if reader in READERS[:3] else None)
        mine = own.org_id if own else "org:none"
        opportunity = self.opportunities.get(case, self.opportunities["public"])
        record = f"opportunities/{opportunity.public_id}"
        file = self.files.get(case, self.files["public"]).public_id
        release = f"releases/{self.releases.get(case, self.releases['released']).public_id}"
        deal = f"deals/{self.deal.public_id}"
        interest = f"interests/{self.interest.public_id}"
        party = f"invitations/{self.party.public_id}"
        talk = f"conversations/{self.thread.public_id}/messages"
        document = f"{deal}/documents/{self.document.public_id}"
        third = self.third.org_id
        message = {"organisation": mine, "message": "May we talk?"}
        requests: dict[str, tuple[Any, ...]] = {
            "get_me": ("GET", "me"),
            "list_opportunities": ("GET", "opportunities"),
            "list_my_opportunities": ("GET", "me/opportunities"),
            "list_opportunities_to_review": ("GET", "review/opportunities"),
            "list_opportunity_kinds": ("GET", "opportunity-kinds"),
            "list_suggestions": ("GET", "me/suggestions"),
            "list_my_releases": ("GET", "me/releases"),
            "list_interests": ("GET", "interests"),
            "list_deals": ("GET", "deals"),
            "list_invitations": ("GET", "invitations"),
            "list_conversations": ("GET", "conversations"),
            "list_notifications": ("GET", "me/notifications"),
            "get_opportunity": ("GET", record),
            "list_counterparts": ("GET", f"{record}/counterparts"),
            "create_opportunity": (
                "POST",
                "opportunities",
                {"organisation": self.ours.org_id, "kind": "talent"},
            ),
            "change_opportunity": ("PATCH", record, {"revision": 1, "content": {"title": "New"}}),
            "take_opportunity_step:submit": ("POST", f"{record}/steps", {"step": "submit"}),
            "take_opportunity_step:withdraw": ("POST", f"{record}/steps", {"step": "withdraw"}),
            "take_opportunity_step:publish": ("POST", f"{record}/steps", {"step": "publish"}),
            "take_opportunity_step:send_back": (
                "POST",
                f"{record}/steps",
                {"step": "send_back", "reason": "Say more."},
            ),
            "add_opportunity_file": ("POST", f"{record}/files", None, {"part": "members"}),
            "get_opportunity_file": ("GET", f"{record}/files/{file}"),
            "take_off_opportunity_file": ("DELETE", f"{record}/files/{file}"),
            "list_releases": ("GET", f"{record}/releases"),
            "release_opportunity": ("POST", f"{record}/releases", {"organisation": third}),
            "get_agreement": ("GET", f"{record}/agreement?organisation={mine}"),
            "accept_agreement": (
                "POST",
                f"{record}/agreement",
                {"organisation": mine, "accepted": True},
            ),
            "get_invitation_agreement": ("GET", f"{release}/agreement"),
            "accept_invitation_agreement": ("POST", f"{release}/agreement", {}),
            "end_release": ("POST", f"{release}/end", {"reason": "Enough."}),
            "list_hidden_from": ("GET", f"{record}/hidden-from"),
            "hide_opportunity": ("PUT", f"{record}/hidden-from/{third}", {}),
            "show_opportunity": ("DELETE", f"{record}/hidden-from/{third}"),
            "express_interest": (
                "POST",
                "interests",
                message | {"opportunity": opportunity.public_id},
            ),
            "express_interest:partner": ("POST", "interests", message | {"partner": third}),
            "get_interest": ("GET", interest),
            "accept_interest": ("POST", f"{interest}/accept", {"note": "Gladly."}),
            "decline_interest": ("POST", f"{interest}/decline", {"reason": "Not now."}),
            "withdraw_interest": ("POST", f"{interest}/withdraw", {}),
            "get_deal": ("GET", deal),
            "list_deal_events": ("GET", f"{deal}/events"),
            "move_deal": (
                "POST",
                f"{deal}/moves",
                {"seen": "evaluation", "target": "negotiation"},
            ),
            "sign_deal_nda": ("POST", f"{deal}/nda", {"on": yesterday()}),
            "set_deal_terms": ("PUT", f"{deal}/terms", {"kind": "licence"}),
            "agree_to_terms": ("POST", f"{deal}/agreement", {"version": 1}),
            "set_next_step": ("PUT", f"{deal}/next-step", {"text": "Call", "mine": True}),
            "set_party_amount": ("PUT", f"{deal}/amount", {"amount": 10, "currency": "USD"}),
            "invite_to_deal": (
                "POST",
                f"{deal}/invitations",
                {"invited": third, "text": "Come in."},
            ),
            "join_deal": ("POST", f"{party}/join", {"on": yesterday()}),
            "decline_invitation": ("POST", f"{party}/decline", {}),
            "list_deal_documents": ("GET", f"{deal}/documents"),
            "add_deal_document": ("POST", f"{deal}/documents", None, {"kind": "report"}),
            "get_deal_document": ("GET", document),
            "take_off_deal_document": ("DELETE", document),
            "list_messages": ("GET", talk),
            "write_message": ("POST", talk, {"id": uuid.uuid4(), "body": "Hello"}),
            "read_notification": (
                "POST",
                f"me/notifications/{self.told.public_id}/read",
                {},
            ),
        }
        method, path, *rest = requests[operation]
        if len(rest) == 2:
            return Request(method, path, {"data": rest[1] | {"file": upload()}})
        return Request(method, path, {"json": rest[0]} if rest else {})


def _uploaded() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("paper.pdf", PDF, content_type="application/pdf")
