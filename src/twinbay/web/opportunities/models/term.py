"""What opportunities are found by."""

from typing import ClassVar

from django.db import models

from twinbay.web.opportunities.models.opportunity import Opportunity

FIELD, TEASER, MEMBERS = "f", "t", "m"
PARTS = ((FIELD, "field"), (TEASER, "teaser"), (MEMBERS, "members"))


class Term(models.Model):
    """One word, or one field of cooperation, of what an opportunity says.

    A derived table, written anew with the opportunity (``domain.indexing``). Words of the part for
    members are kept apart, so that a visitor's search cannot tell what stands there; words of the
    confidential part are not kept at all.

    Attributes:
        part: ``FIELD``, ``TEASER`` or ``MEMBERS``.
        term: a folded word (``match.tokens``) or the id of a field.
    """

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="terms")
    part = models.CharField(max_length=1, choices=PARTS)
    term = models.CharField(max_length=100)

    class Meta:
        """Found by the term."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opportunity", "part", "term"], name="term_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["term", "part", "opportunity"], name="term_lookup")
        ]

    def __str__(self) -> str:
        return str(self.term)
