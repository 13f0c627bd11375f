"""What every route answers when it does not do what was asked, as OpenAPI describes it."""

from typing import Annotated, Any, NoReturn

from django.utils.encoding import force_str
from ninja import Schema
from ninja.errors import ValidationError
from pydantic import ConfigDict, Field

STORABLE = r"^[^\x00]*$"
Text = Annotated[str, Field(pattern=STORABLE)]
"""A text that a database can keep: any but one with the character NUL."""

Words = Annotated[str, Field(pattern=STORABLE, max_length=200)]
"""What a list is searched for."""

OrganisationId = Annotated[
    str,
    Field(pattern=STORABLE, min_length=1, max_length=200, description="such as `org:...`"),
]


class Given(Schema):
    """What a request may carry; anything else in it is refused."""

    model_config = ConfigDict(extra="forbid")


class FieldProblem(Schema):
    """What is wrong with one value.

    Attributes:
        type: a short name of the problem.
        loc: where the value stands, from the outside in.
        msg: the problem in words.
    """

    type: str
    loc: list[str | int]
    msg: str


class Problem(Schema):
    """Why the request was not carried out; nothing was changed."""

    detail: str | list[FieldProblem]


class Refusal(Problem):
    """Why a step is not possible where the record stands.

    Attributes:
        blockers: what stands in the way, by short names; empty where the text says it all.
    """

    blockers: list[str] = Field(default_factory=list)


TOKEN_PROBLEMS = (401, 403, 429)


def answers(done: Any, *problems: int, status: int = 200) -> dict[int, Any]:
    """Return a route's answers by status.

    Arguments:
        done: the schema of success.
        problems: statuses of failure besides those of every route that needs a token.
        status: of success.
    """
    kinds: dict[int, Any] = dict.fromkeys((*TOKEN_PROBLEMS, *problems), Problem)
    if 409 in kinds:
        kinds[409] = Refusal
    return {status: done} | kinds


def open_answers(done: Any, *problems: int) -> dict[int, Any]:
    """Return the answers of a route that is open to everybody and reads the evidence."""
    return {200: done} | dict.fromkeys((*problems, 429, 503), Problem)


def as_form(given: Schema, *without: str) -> dict[str, Any]:
    """Return what was given as a form takes it: an empty text where nothing was said."""
    values = given.dict(exclude=set(without))
    return {name: "" if value is None else value for name, value in values.items()}


def refuse_form(form: Any, *place: str) -> NoReturn:
    """Answer 422 with what a form says of its fields.

    Arguments:
        form: a bound form that is not valid.
        place: where the values stand in the request.
    """
    raise ValidationError(
        [
            {"type": "value_error", "loc": [*place, name], "msg": force_str(message)}
            for name, messages in form.errors.items()
            for message in messages
        ]
    )


def refuse_value(message: str, *place: str) -> NoReturn:
    """Answer 422 for one value."""
    raise ValidationError([{"type": "value_error", "loc": list(place), "msg": message}])
