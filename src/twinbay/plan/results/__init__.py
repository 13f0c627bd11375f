"""A solved programme as tables: Parquet and CSV to compute with, one workbook to read."""

from twinbay.plan.results.freezing import content_hash
from twinbay.plan.results.storing import Results, read_results, write_results

__all__ = ["Results", "content_hash", "read_results", "write_results"]
