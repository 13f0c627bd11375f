"""From what the command line names to the reader that reads it."""

from collections.abc import Sequence
from pathlib import Path

from twinbay.errors import ConfigurationError
from twinbay.lake.staging import Reader


def reader_of(
    kind: str,
    path: Path,
    *,
    columns: Path | None = None,
    source: str | None = None,
    countries: str | None = None,
) -> Reader:
    """Return the reader for a kind of source (``detection.KINDS``).

    Arguments:
        kind: the kind.
        path: the file or folder.
        columns: column map, for tables and transactions.
        source: the import's name, for all but ROR and the bundled lists.
        countries: ISO 3166-1 alpha-2 codes separated by commas, for OpenAlex and ROR.

    Raises:
        ConfigurationError: an argument does not belong to this kind.
    """
    _refuse(kind, "--columns", columns, ("tables", "transactions"))
    _refuse(kind, "--source", source, ("tables", "openalex", "transactions"))
    _refuse(kind, "--countries", countries, ("openalex", "ror"))
    chosen = [code.strip().upper() for code in countries.split(",")] if countries else None
    if kind == "openalex":
        from twinbay.lake.sources.openalex import OpenAlexReader

        return OpenAlexReader(path, countries=chosen, source=source or "openalex")
    if kind == "ror":
        from twinbay.lake.sources.ror import RorReader

        return RorReader(path, countries=chosen)
    if kind == "transactions":
        from twinbay.lake.sources.transactions import TransactionsReader

        return TransactionsReader(path, columns=columns, source=source)
    if kind == "bundled":
        from twinbay.lake.sources.bundled import BundledReader

        return BundledReader(path)
    from twinbay.lake.sources.tidy import TidyReader

    return TidyReader(path, columns=columns, source=source)


def _refuse(kind: str, option: str, value: object, kinds: Sequence[str]) -> None:
    if value is not None and kind not in kinds:
        raise ConfigurationError(
            f"is for {' and '.join(kinds)}, and this source is of the kind {kind}",
            where=option,
            remedy=f"Leave {option} out, or name the kind with --as.",
        )
