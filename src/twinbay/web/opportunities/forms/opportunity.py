"""The form of an opportunity, built from the fields of its kind."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from twinbay.web.i18n import active_language
from twinbay.web.opportunities.domain.content import Content, value_of
from twinbay.web.opportunities.domain.kinds import COMMON, Form, KindField, fields_of
from twinbay.web.opportunities.domain.kinds.spec import cooperation_fields
from twinbay.web.opportunities.domain.places import identified, name_of
from twinbay.web.opportunities.models.opportunity import VISIBILITIES

BETWEEN = re.compile(r"[;；、\n]")
MOST_TERMS, LONGEST_TERM = 50, 100
LARGEST = 10**15


class OpportunityForm(forms.Form):
    """Everything that a writer fills in; nothing else is taken from a request.

    What is wrong in one field does not keep the others from being saved: :meth:`content` takes
    every value that is right and keeps the old one of each that is not.
    """

    fields_chosen = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    visibility = forms.ChoiceField(widget=forms.RadioSelect, choices=VISIBILITIES)
    expires_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reference = forms.CharField(required=False, max_length=100)

    def __init__(self, data: Any, kind: str, content: Content) -> None:
        self._content = content
        self.kind_fields: tuple[KindField, ...] = (*COMMON, *fields_of(kind))
        super().__init__(data, initial=self._initial(), auto_id="f-%s")
        self.fields["fields_chosen"].choices = cooperation_fields()
        for field in self.kind_fields:
            for key in field.keys:
                self.fields[key] = _form_field(field, key)

    def _initial(self) -> dict[str, Any]:
        content = self._content
        initial = {name: content[name] for name in ("visibility", "reference", "expires_on")}
        initial["fields_chosen"] = content["fields"]
        for field in self.kind_fields:
            for key in field.keys:
                initial[key] = _shown(field, value_of(content, field, key))
        return initial

    def clean(self) -> dict[str, Any]:
        """Read lists of words and places, and check that ranges are not turned round."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for field in self.kind_fields:
            if field.form in (Form.TERMS, Form.PLACES) and field.name in cleaned:
                self._read_terms(field)
            if field.form is Form.RANGE:
                low, high = (cleaned.get(key) for key in field.keys)
                if low is not None and high is not None and low > high:
                    self.add_error(field.keys[0], _("The lower end is above the upper one."))
        return cleaned

    def _read_terms(self, field: KindField) -> None:
        written = [part.strip() for part in BETWEEN.split(self.cleaned_data[field.name])]
        written = [part for part in dict.fromkeys(written) if part]
        if len(written) > MOST_TERMS or any(len(part) > LONGEST_TERM for part in written):
            self.add_error(field.name, _("These are too many, or one of them is too long."))
            return
        if field.form is Form.PLACES:
            unknown = [part for part in written if not identified(part)]
            if unknown:
                text = _("No such region, place or country: %(names)s.")
                self.add_error(field.name, text % {"names": "; ".join(unknown)})
                return
            written = list(dict.fromkeys(identified(part) for part in written))
        self.cleaned_data[field.name] = written

    def content(self) -> Content:
        """Return the content with every valid value that was sent; call it after validation."""
        valid: Mapping[str, Any] = self.cleaned_data
        content: Content = self._content | {"details": dict(self._content["details"])}
        columns = {key for common in COMMON for key in common.keys}
        for field in self.kind_fields:
            for key in field.keys:
                if key in valid:
                    target = content if key in columns else content["details"]
                    target[key] = _stored(field, valid[key])
        content["details"] = {k: v for k, v in content["details"].items() if v not in ("", [])}
        if "fields_chosen" in valid:
            content["fields"] = valid["fields_chosen"]
        for name in ("visibility", "reference"):
            if name in valid:
                content[name] = valid[name]
        if "expires_on" in valid:
            expires = valid["expires_on"]
            content["expires_on"] = expires.isoformat() if expires else None
        return content


def _form_field(field: KindField, key: str) -> forms.Field:
    if field.form is Form.LINE:
        return forms.CharField(required=False, max_length=field.longest())
    if field.form is Form.TEXT:
        rows = 4 if field.most else 8
        return forms.CharField(
            required=False,
            max_length=field.longest(),
            widget=forms.Textarea(attrs={"rows": rows}),
        )
    if field.form is Form.CHOICE:
        return forms.ChoiceField(required=False, choices=[("", "—"), *field.options()])
    if field.form is Form.CHOICES:
        return forms.MultipleChoiceField(
            required=False, choices=field.options(), widget=forms.CheckboxSelectMultiple
        )
    if field.form is Form.DATE:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(required=False, widget=widget)
    if field.form in (Form.WHOLE, Form.RANGE):
        most = LARGEST if field.most is None else field.most
        return forms.IntegerField(required=False, min_value=field.least, max_value=most)
    return forms.CharField(required=False, max_length=MOST_TERMS * LONGEST_TERM)


def _shown(field: KindField, value: Any) -> Any:
    """Return a stored value as the form shows it."""
    if field.form is Form.TERMS:
        return "; ".join(value)
    if field.form is Form.PLACES:
        return "; ".join(name_of(place, active_language()) for place in value)
    return value


def _stored(field: KindField, value: Any) -> Any:
    """Return a valid value as ``details`` keep it."""
    if value is None:
        return ""
    if field.form is Form.DATE:
        return value.isoformat()
    return value.replace("\r\n", "\n") if field.bilingual else value
