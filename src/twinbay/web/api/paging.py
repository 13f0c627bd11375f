"""Lists in pages."""

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from pydantic import Field

Item = TypeVar("Item")

LARGEST = 200  # items of one page

Limit = Annotated[int, Field(ge=1, le=LARGEST, description="items of a page")]
Offset = Annotated[int, Field(ge=0, le=1_000_000, description="items before the page")]


class Page(Schema, Generic[Item]):
    """A page of a list.

    Attributes:
        items: the page.
        count: items of the whole list that the asker may see.
        next: address of the next page, none after the last.
    """

    items: list[Item]
    count: int
    next: str | None = None


def page_of(
    request: Any, items: Sequence[Any], count: int, limit: int, offset: int
) -> dict[str, Any]:
    """Return a page with the address of the next one."""
    following = None
    if offset + limit < count:
        query = request.GET.copy()
        query["limit"], query["offset"] = str(limit), str(offset + limit)
        following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return {"items": list(items), "count": count, "next": following}
