"""Many records at once: the template, imports, exports."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twinbay.errors import TwinbayError
from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.display import Column, DataTable
from twinbay.web.files.domain.storing import MOST_BYTES
from twinbay.web.opportunities.domain.workbook import (
    Report,
    import_workbook,
    template,
    workbook_of,
)
from twinbay.web.opportunities.forms.steps import OrganisationField
from twinbay.web.opportunities.models import Opportunity
from twinbay.web.opportunities.pages.access import room_links, written_for

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportForm(forms.Form):
    """A workbook, and the organisation whose records it has."""

    file = forms.FileField(max_length=500)
    organisation = OrganisationField(MemberOrganisation.objects.none(), empty_label=None)

    def __init__(self, *arguments: Any, organisations: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["organisation"].queryset = organisations


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: Any) -> HttpResponse:
    """Take a workbook in, and say what came of each row."""
    actor = actor_of(request.user)
    organisations = _written(actor)
    posted = request.method == "POST"
    form = ImportForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        organisations=organisations,
        initial={"organisation": organisations.first()},
    )
    report: Report | None = None
    if form.is_valid():
        report = _imported(request, form)
    elif posted:
        messages.error(request, _("Choose a workbook and an organisation."))
    content = {
        "form": form,
        "organisations": organisations,
        "report": report,
        "faults": _faults_table(report) if report and report.faults else None,
        **room_links(actor),
    }
    status = 400 if posted and report is None else 200
    return render(request, "opportunities/exchange.html", content, status=status)


def _imported(request: Any, form: ImportForm) -> Report | None:
    upload = form.cleaned_data["file"]
    if upload.size > MOST_BYTES:
        most = {"most": MOST_BYTES // 1_000_000}
        messages.error(request, _("A file has at most %(most)s MB.") % most)
        return None
    try:
        return import_workbook(upload.file, form.cleaned_data["organisation"], request.user)
    except TwinbayError as refused:
        messages.error(request, f"{refused.problem} {refused.remedy}".strip())
        return None


def _written(actor: Any) -> Any:
    return MemberOrganisation.objects.filter(
        pk__in=[one.pk for one in written_for(actor)]
    ).order_by("name", "pk")


def _faults_table(report: Report) -> DataTable:
    return DataTable(
        table_id="faults",
        caption=_("Rows that were not loaded, and why"),
        columns=(
            Column("sheet", _("Sheet")),
            Column("row", _("Row"), "count"),
            Column("column", _("Column")),
            Column("problem", _("What is wrong")),
        ),
        rows=[[one.sheet, one.row, one.column, one.problem] for one in report.faults],
    )


@login_required
@require_safe
def empty_workbook(request: Any) -> HttpResponse:
    """The template, in the language of the page."""
    return _file(template(), "twinbay-opportunities-template.xlsx")


@login_required
@require_safe
def own_workbook(request: Any) -> HttpResponse:
    """Everything that one's organisation has written, confidential parts included."""
    allowed = {one.pk for one in written_for(actor_of(request.user))}
    asked = request.GET.get("organisation", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19 and int(asked) in allowed):
        raise Http404
    records = Opportunity.objects.filter(organisation=int(asked)).order_by("kind", "pk")
    return _file(workbook_of(records.iterator()), "twinbay-opportunities.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
