"""What is asked about organisations and those who act for them."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from twinbay.regions import RegionPair
from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.accounts.models.organisation import ROLE_NAMES
from twinbay.web.permissions import OrganisationRole

LONGEST_STATEMENT = 2_000  # characters


class OrganisationForm(forms.ModelForm):
    """What an organisation says of itself."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        """The fields that its members may write."""

        model = MemberOrganisation
        fields: ClassVar = ["name", "name_zh", "about", "about_zh", "city", "website"]
        widgets: ClassVar = {
            "about": forms.Textarea(attrs={"rows": 5, "maxlength": 5_000}),
            "about_zh": forms.Textarea(attrs={"rows": 5, "maxlength": 5_000}),
        }

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        for name in ("about", "about_zh"):
            self.fields[name].max_length = 5_000

    def clean(self) -> dict[str, Any]:
        """Ask for a name in one of the languages."""
        values = super().clean() or {}
        if not values.get("name", "").strip() and not values.get("name_zh", "").strip():
            self.add_error("name", _("Give the name in at least one of the languages."))
        return dict(values)


class StatementForm(forms.Form):
    """Why somebody may act for an organisation."""

    statement = forms.CharField(
        label=_("Why do you act for it?"),
        max_length=LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Your position, and where it can be checked. Only who decides reads it."),
    )


class RegisterForm(OrganisationForm):
    """An organisation that the evidence does not know."""

    class Meta(OrganisationForm.Meta):
        """Kind and region are said once, here."""

        fields: ClassVar = [
            "name",
            "name_zh",
            "kind",
            "region",
            "city",
            "website",
            "about",
            "about_zh",
        ]

    statement = StatementForm.base_fields["statement"]

    def __init__(self, *arguments: Any, pair: RegionPair, language: str, **more: Any) -> None:
        super().__init__(*arguments, **more)
        kinds = [(kind, label.text(language)) for kind, label in pair.kinds.items()]
        regions = [(region.region_id, region.name.text(language)) for region in pair.regions]
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=kinds)
        self.fields["region"] = forms.ChoiceField(label=_("Region"), choices=regions)

    def organisation_fields(self) -> dict[str, str]:
        """Return the organisation's fields, without the statement."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(
        label=_("Role"), choices=ROLE_NAMES, initial=OrganisationRole.EDITOR.value
    )


class RoleForm(forms.Form):
    """The new role of a member of an organisation."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_NAMES)


class DecisionForm(forms.Form):
    """A decision on a claim."""

    decision = forms.ChoiceField(choices=[("accept", ""), ("decline", "")])
    role = forms.ChoiceField(choices=ROLE_NAMES, required=False)
    reason = forms.CharField(max_length=LONGEST_STATEMENT, required=False)
