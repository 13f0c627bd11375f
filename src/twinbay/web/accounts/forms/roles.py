"""Giving platform roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinbay.regions import RegionPair
from twinbay.web.permissions import GRANTED_ROLES, Role

ROLE_NAMES = {
    Role.VISITOR: _("visitor"),
    Role.MEMBER: _("member"),
    Role.TRANSFER_OFFICER: _("technology transfer officer"),
    Role.INVESTOR: _("investor"),
    Role.COOPERATION_OFFICER: _("cooperation officer"),
    Role.ADMINISTRATOR: _("administrator"),
}


class GrantForm(forms.Form):
    """A role for a person who has confirmed an address."""

    email = forms.EmailField(label=_("E-mail address of a member"))
    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, ROLE_NAMES[role]) for role in GRANTED_ROLES]
    )

    def __init__(self, *arguments: Any, pair: RegionPair, language: str, **more: Any) -> None:
        super().__init__(*arguments, **more)
        regions = [(region.region_id, region.name.text(language)) for region in pair.regions]
        self.fields["region"] = forms.ChoiceField(
            label=_("Region"),
            choices=[("", "—"), *regions],
            required=False,
            help_text=_("For cooperation officers."),
        )

    def clean(self) -> dict[str, Any]:
        """A cooperation officer has a region, nobody else has."""
        values = dict(super().clean() or {})
        if values.get("role") == Role.COOPERATION_OFFICER:
            if not values.get("region"):
                self.add_error("region", _("Say which region the officer is of."))
        else:
            values["region"] = ""
        return values
