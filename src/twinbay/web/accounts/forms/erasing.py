"""Confirming that one's data shall be erased."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinbay.web.accounts.models import User


class ErasureForm(forms.Form):
    """The password, or the address for those who sign in elsewhere only."""

    def __init__(self, *arguments: Any, user: User, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._user = user
        if user.has_usable_password():
            self.fields["password"] = forms.CharField(
                label=_("Your password, to confirm"),
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            )
        else:
            self.fields["email"] = forms.EmailField(label=_("Your main e-mail address, to confirm"))

    def clean_password(self) -> str:
        """Check the password."""
        password = str(self.cleaned_data["password"])
        if not self._user.check_password(password):
            raise forms.ValidationError(_("The password is not right."))
        return password

    def clean_email(self) -> str:
        """Check the address."""
        email = str(self.cleaned_data["email"])
        if email.lower() != self._user.email.lower():
            raise forms.ValidationError(_("This is not the main address of the account."))
        return email
