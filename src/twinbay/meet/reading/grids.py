"""Find the tables of a conference or tour: a workbook, a folder of CSV files, or one file."""

from pathlib import Path

from twinbay.errors import SourceError
from twinbay.tabular.grids import Grid, read_csv, read_workbook


def read_grids(path: Path) -> tuple[Grid, ...]:
    """Return every sheet of a workbook, every CSV file of a folder, or one CSV file.

    Raises:
        SourceError: the path is missing, of another kind or damaged.
    """
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.suffix.casefold() in (".csv", ".tsv"))
        if not files:
            books = sorted(p for p in path.iterdir() if p.suffix.casefold() in (".xlsx", ".xlsm"))
            if len(books) == 1:
                return read_workbook(books[0])
            raise SourceError(
                "the folder holds no CSV files",
                where=str(path),
                remedy="“twinbay meet template” writes files to fill in.",
            )
        return tuple(read_csv(file) for file in files)
    if not path.exists():
        raise SourceError(
            "there is no such file or folder",
            where=str(path),
            remedy="“twinbay meet template” writes one to fill in.",
        )
    if path.suffix.casefold() in (".xlsx", ".xlsm"):
        return read_workbook(path)
    if path.suffix.casefold() in (".csv", ".tsv", ".txt"):
        return (read_csv(path),)
    raise SourceError(
        f"files of kind “{path.suffix}” are not read",
        where=str(path),
        remedy="Save it as .xlsx, or as a folder of .csv files.",
    )
