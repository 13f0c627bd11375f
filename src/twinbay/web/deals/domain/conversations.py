"""Writing in conversations, reading them, letting others read along."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twinbay.web.deals.domain import telling
from twinbay.web.deals.domain.acting import Acting
from twinbay.web.deals.domain.problems import Refused
from twinbay.web.deals.models import (
    Approval,
    Attachment,
    Message,
    Participant,
    Reading,
    Thread,
)
from twinbay.web.files.domain.storing import checked, store


def write(
    thread_pk: int, by: Acting, body: str, form_id: uuid.UUID, uploads: Sequence[Any] = ()
) -> bool:
    """Add a message; the same form sent again adds nothing.

    Arguments:
        form_id: made with the form; known again when it is sent twice.
        uploads: files (Django's ``UploadedFile``).

    Returns:
        whether it was added.

    Raises:
        FileRefused: a file is not taken; nothing is kept then.
    """
    for upload in uploads:
        checked(upload)
    with transaction.atomic():
        thread = _locked(thread_pk)
        if Message.objects.filter(form_id=form_id).exists():
            return False
        message = Message.objects.create(
            thread=thread,
            author=by.user,
            organisation_id=by.organisation_id,
            body=body,
            form_id=form_id,
        )
        for upload in uploads:
            Attachment.objects.create(message=message, file=store(upload, by.user))
        telling.message_written(message)
    return True


def take_back(message: Message, user: Any) -> None:
    """Take one's own message back; its text and files are not shown any more.

    Raises:
        Refused: somebody else wrote it.
    """
    if message.author_id != user.pk:
        raise Refused(_("Only who wrote a message can take it back."))
    if message.withdrawn_at is None:
        message.withdrawn_at = timezone.now()
        message.save()


def mark_read(thread: Thread, user: Any, last_shown: int) -> None:
    """Remember how far a person has read.

    Arguments:
        last_shown: primary key of the last message on the page, 0 for none.
    """
    mark, made = Reading.objects.get_or_create(
        thread=thread, user=user, defaults={"last_read": last_shown}
    )
    if not made and mark.last_read < last_shown:
        Reading.objects.filter(pk=mark.pk, last_read__lt=last_shown).update(last_read=last_shown)


def propose(thread_pk: int, by: Acting, organisation_pk: int) -> None:
    """Propose to let another party of the deal read a conversation, all of it.

    It reads along once every participant has approved; who proposes approves with it.

    Raises:
        Refused: it is no party of the deal, or reads along already.
    """
    with transaction.atomic():
        thread = _locked(thread_pk)
        joined = {p.organisation_id for p in thread.deal.parties.all() if p.joined}
        if organisation_pk not in joined:
            raise Refused(_("Only a party of the deal can be let into its conversations."))
        current = {p.organisation_id: p for p in thread.participants.filter(ended_at=None)}
        if organisation_pk in current:
            raise Refused(_("It reads along already, or has been proposed."))
        participant = Participant.objects.create(
            thread=thread, organisation_id=organisation_pk, proposed_by_id=by.organisation_id
        )
        _approve(thread, participant, by)
        telling.admission_proposed(participant, by)


def approve(participant_pk: int, by: Acting) -> None:
    """Agree to let an organisation read along. Agreeing twice changes nothing."""
    with transaction.atomic():
        thread, participant = _proposed(participant_pk)
        if participant.ended_at is None and participant.admitted_at is None:
            _approve(thread, participant, by)


def refuse(participant_pk: int) -> None:
    """Say no to letting an organisation read along."""
    with transaction.atomic():
        _thread, participant = _proposed(participant_pk)
        if participant.ended_at is None and participant.admitted_at is None:
            participant.ended_at = timezone.now()
            participant.save()


def _approve(thread: Thread, participant: Participant, by: Acting) -> None:
    Approval.objects.get_or_create(
        participant=participant,
        organisation_id=by.organisation_id,
        defaults={"by": by.user},
    )
    approved = set(participant.approvals.values_list("organisation_id", flat=True))
    present = {
        one.organisation_id
        for one in thread.participants.filter(ended_at=None, admitted_at__isnull=False)
    }
    if present <= approved:
        participant.admitted_at = timezone.now()
        participant.save()


def _proposed(participant_pk: int) -> tuple[Thread, Participant]:
    """Return a conversation, locked, and who was proposed for it, as they are now."""
    rows = Participant.objects.values_list("thread_id", flat=True)
    thread = _locked(rows.get(pk=participant_pk))
    return thread, Participant.objects.get(pk=participant_pk)


def _locked(thread_pk: int) -> Thread:
    rows = Thread.objects.select_for_update(of=("self",)).select_related("deal")
    thread: Thread = rows.get(pk=thread_pk)
    return thread
