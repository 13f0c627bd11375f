"""Opportunities as a workbook: one sheet per kind, the same for templates, imports and exports."""

from twinbay.web.opportunities.domain.workbook.importing import Report, import_workbook
from twinbay.web.opportunities.domain.workbook.writing import template, workbook_of

__all__ = ["Report", "import_workbook", "template", "workbook_of"]
