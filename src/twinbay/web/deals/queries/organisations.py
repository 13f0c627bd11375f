"""Finding organisations that take part, by name."""

from collections.abc import Collection

from django.db.models import Q

from twinbay.web.accounts.models import MemberOrganisation

MOST_FOUND = 20


def organisations_named(query: str, without: Collection[int]) -> list[MemberOrganisation]:
    """Return confirmed organisations whose name has the words of a query.

    Arguments:
        query: part of a name in either language; nothing is found for an empty one.
        without: primary keys to leave out.
    """
    if not query:
        return []
    named = Q(name__icontains=query) | Q(name_zh__icontains=query)
    rows = MemberOrganisation.objects.filter(named, verified_at__isnull=False)
    return list(rows.exclude(pk__in=without).order_by("name", "pk")[:MOST_FOUND])
