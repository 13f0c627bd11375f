"""Routes that write opportunities."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import transaction
from django.http import Http404
from ninja import File, Form, Status
from ninja.files import UploadedFile

from twinbay.web.api.access import actor_with
from twinbay.web.api.answers import answers, refuse_form, refuse_value
from twinbay.web.opportunities.api.finding import opened, own_organisation
from twinbay.web.opportunities.api.router import router
from twinbay.web.opportunities.api.schemas import (
    BeginIn,
    ContentIn,
    FileOut,
    OpportunityOut,
    SaveIn,
    StepIn,
)
from twinbay.web.opportunities.api.shown import file_shown, whole
from twinbay.web.opportunities.domain import steps
from twinbay.web.opportunities.domain.attaching import attach, take_off
from twinbay.web.opportunities.domain.content import Content, value_of, working_content
from twinbay.web.opportunities.domain.drafting import begin, save
from twinbay.web.opportunities.domain.kinds import Form as FieldForm
from twinbay.web.opportunities.domain.kinds import KindField, fields_of
from twinbay.web.opportunities.domain.subjects import subject_of
from twinbay.web.opportunities.forms.opportunity import OpportunityForm
from twinbay.web.opportunities.models import Opportunity
from twinbay.web.permissions import Action
from twinbay.web.tokens.models import Scope

_WRITE = Scope("opportunities:write")
_REVIEWERS = ("publish", "send_back")
_PLACE = ("body", "content")
_SEVERAL = (FieldForm.CHOICES, FieldForm.TERMS, FieldForm.PLACES)


@router.post(
    "opportunities",
    response=answers(OpportunityOut, 400, 404, 409, 422, status=201),
    operation_id="create_opportunity",
)
def create_opportunity(request: Any, body: BeginIn) -> Any:
    """Begin a draft for an organisation that the asker writes for."""
    actor = actor_with(request, _WRITE)
    organisation = own_organisation(actor, body.organisation)
    with transaction.atomic():
        draft = begin(organisation, request.auth.user, body.kind)
        content = _written(draft, body.content)
        saved = save(draft, content, draft.revision)
    return Status(201, whole(saved, actor, subject_of(saved)))


@router.patch(
    "opportunities/{uuid:public_id}",
    response=answers(OpportunityOut, 400, 404, 409, 422),
    operation_id="change_opportunity",
)
def change_opportunity(request: Any, public_id: UUID, body: SaveIn) -> Any:
    """Change what is given; of a published opportunity as a change that waits for review.

    409 when somebody else saved since the revision was read, or when it may not be changed where
    it stands.
    """
    actor, found, _subject = opened(request, public_id, Action.OPPORTUNITY_EDIT, _WRITE)
    saved = save(found, _written(found, body.content), body.revision)
    return whole(saved, actor, subject_of(saved))


@router.post(
    "opportunities/{uuid:public_id}/steps",
    response=answers(OpportunityOut, 400, 404, 409, 422),
    operation_id="take_opportunity_step",
)
def take_step(request: Any, public_id: UUID, body: StepIn) -> Any:
    """Submit, take back, publish, send back, withdraw, reopen, or drop a change.

    Writers of its organisation take the steps of writers, officers those of the review. 409 when
    the step does not follow from where the opportunity stands, or something is missing.
    """
    reviews = body.step in _REVIEWERS
    action = Action.OPPORTUNITY_REVIEW if reviews else Action.OPPORTUNITY_EDIT
    actor, found, _subject = opened(request, public_id, action, _WRITE)
    user = request.auth.user
    taken: dict[str, Any] = {
        "submit": lambda: steps.submit(found, user),
        "take_back": lambda: steps.take_back(found),
        "publish": lambda: steps.publish(found, user),
        "send_back": lambda: steps.send_back(found, body.reason),
        "withdraw": lambda: steps.withdraw(found),
        "reopen": lambda: steps.reopen(found),
        "discard_change": lambda: steps.discard_change(found),
    }
    saved = taken[body.step]()
    return whole(saved, actor, subject_of(saved))


@router.post(
    "opportunities/{uuid:public_id}/files",
    response=answers(FileOut, 400, 404, 409, 422, status=201),
    operation_id="add_opportunity_file",
)
def add_file(
    request: Any,
    public_id: UUID,
    file: Annotated[UploadedFile, File(description="at most 20 MB, of a kind that is taken")],
    part: Annotated[Literal["members", "confidential"], Form(description="who reads it")],
) -> Any:
    """Add a file; others read it once an officer published the opportunity with it."""
    _actor, found, _subject = opened(request, public_id, Action.OPPORTUNITY_EDIT, _WRITE)
    return Status(201, file_shown(attach(found, file, part, request.auth.user)))


@router.delete(
    "opportunities/{uuid:public_id}/files/{uuid:file_id}",
    response=answers(None, 404, status=204),
    operation_id="take_off_opportunity_file",
)
def take_off_file(request: Any, public_id: UUID, file_id: UUID) -> Any:
    """Take a file off, at once for everybody; it stays on record."""
    _actor, found, _subject = opened(request, public_id, Action.OPPORTUNITY_EDIT, _WRITE)
    attachment = found.attachments.filter(public_id=file_id, removed_at=None).first()
    if attachment is None:
        raise Http404
    take_off(attachment)
    return Status(204, None)


def _written(opportunity: Opportunity, given: ContentIn) -> Content:
    """Return the content with what is given, checked by the form of the kind.

    Raises:
        ValidationError: 422 with every value that is not right.
    """
    content = working_content(opportunity)
    kind_fields = {key: field for field in fields_of(opportunity.kind) for key in field.keys}
    data = _columns(given)
    for name, value in (given.details or {}).items():
        if name not in kind_fields:
            refuse_value("this kind has no such detail", *_PLACE, "details", name)
        data[name] = _form_value(kind_fields[name], name, value)
    for field in kind_fields.values():
        if field.form is FieldForm.RANGE and data.keys() & set(field.keys):
            for key in field.keys:  # both ends, so that the one left out is compared with
                data.setdefault(key, value_of(content, field, key))
    form = OpportunityForm(data, opportunity.kind, content)
    for name in form.fields.keys() - data.keys():
        del form.fields[name]
    if not form.is_valid():
        refuse_form(form, *_PLACE)
    return form.content()


def _columns(given: ContentIn) -> dict[str, Any]:
    """Return what is given besides details as the form takes it."""
    data: dict[str, Any] = given.dict(exclude_unset=True, exclude={"details", "fields"})
    if given.fields is not None:
        data["fields_chosen"] = given.fields
    return {name: "" if value is None else value for name, value in data.items()}


def _form_value(field: KindField, name: str, value: Any) -> Any:
    """Return a detail as the form takes it; 422 for a list where one value stands, and back."""
    if value is None:
        return ""
    if isinstance(value, list) != (field.form in _SEVERAL):
        wanted = "a list" if field.form in _SEVERAL else "one value"
        refuse_value(f"it is {wanted}", *_PLACE, "details", name)
    return (
        value if field.form is FieldForm.CHOICES or field.form not in _SEVERAL else "; ".join(value)
    )
