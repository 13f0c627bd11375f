"""Taking a workbook in: good rows become drafts, bad ones are named; twice is harmless."""

from dataclasses import dataclass, field
from typing import IO, Any

from django.db import transaction
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.opportunities.domain.content import working_content
from twinbay.web.opportunities.domain.drafting import begin, save
from twinbay.web.opportunities.domain.refusals import StepRefused
from twinbay.web.opportunities.domain.workbook.columns import columns_of
from twinbay.web.opportunities.domain.workbook.reading import Fault, SheetRow, rows_of
from twinbay.web.opportunities.forms.opportunity import OpportunityForm
from twinbay.web.opportunities.models import Opportunity


@dataclass
class Report:
    """What came of a file: how many records were made, changed or left, and what was wrong."""

    made: int = 0
    changed: int = 0
    same: int = 0
    faults: list[Fault] = field(default_factory=list)


def import_workbook(content: IO[bytes], organisation: MemberOrganisation, user: Any) -> Report:
    """Load the rows of a workbook as drafts of an organisation.

    A record is known by the organisation's own reference. Columns that a sheet lacks stay as they
    are. Each row is saved by itself, so an import that is cut off is finished by running it again.

    Raises:
        SourceError: the file is no workbook, or has too many rows; the rows before are saved.
    """
    report, seen = Report(), set[str]()
    for row in rows_of(content):
        if isinstance(row, Fault):
            report.faults.append(row)
            continue
        faults = list(row.faults)
        reference = row.data.get("reference", "")
        if not reference:
            faults.append(_fault(row, "reference", _("It is needed.")))
        elif reference in seen:
            faults.append(_fault(row, "reference", _("An earlier row has the same one.")))
        seen.add(reference)
        if not faults:
            try:
                with transaction.atomic():
                    faults = _load(row, reference, organisation, user, report)
                    if faults:
                        transaction.set_rollback(True)
            except StepRefused as refused:
                faults = [_fault(row, "", refused.problem)]
        report.faults += faults
    return report


def _load(
    row: SheetRow, reference: str, organisation: MemberOrganisation, user: Any, report: Report
) -> list[Fault]:
    known = (
        Opportunity.objects.filter(organisation=organisation, reference=reference)
        .select_related("organisation", "author")
        .first()
    )
    if known is not None and known.kind != row.kind:
        text = _("It belongs to a record of another kind.")
        return [_fault(row, "reference", text)]
    record = known or begin(organisation, user, row.kind)
    before = working_content(record)
    form = OpportunityForm(_with_kept(row, record), row.kind, before)
    if not form.is_valid():
        return [_fault(row, key, " ".join(errors)) for key, errors in form.errors.items()]
    saved = save(record, form.content(), record.revision)
    if known is None:
        report.made += 1
    elif saved.revision == record.revision:
        report.same += 1
    else:
        report.changed += 1
    return []


def _with_kept(row: SheetRow, record: Opportunity) -> MultiValueDict[str, Any]:
    """Return the row's values, and for columns that it lacks those that the record has."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    form = OpportunityForm(None, row.kind, working_content(record))
    for key in form.fields:
        if key in row.data:
            data.setlist(key, row.data.getlist(key))
            continue
        value = form[key].value()
        if isinstance(value, list):
            data.setlist(key, value)
        elif value not in (None, ""):
            data[key] = str(value)
    if not data.get("visibility"):
        data["visibility"] = record.visibility
    return data


def _fault(row: SheetRow, key: str, problem: str) -> Fault:
    headings = {column.key: column.heading for column in columns_of(row.kind)}
    return Fault(row.sheet, row.row, headings.get(key, key), problem)
