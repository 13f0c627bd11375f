"""Tables as CSV and XLSX files."""

from twinbay.web.exports.files import export_response, to_csv, to_xlsx
from twinbay.web.exports.requests import FORMATS, requested_export

__all__ = ["FORMATS", "export_response", "requested_export", "to_csv", "to_xlsx"]
