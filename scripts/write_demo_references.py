"""Write references.csv of the worked programme from SOURCES.md and the library's own sources.

Only keys that a table of the programme names are written, in their order by key.
"""

import csv
import io
import re
from pathlib import Path

DATA = Path(__file__).parents[1] / "src/twinbay/plan/data"
DEMO = DATA / "demo"
TARGET = DEMO / "references.csv"
ROW = re.compile(r"^\| (?P<keys>`[^|]*`) \| (?P<reference>[^|]*) \|")


def references() -> dict[str, tuple[str, str]]:
    """Return key to how it is cited and where it is."""
    found: dict[str, tuple[str, str]] = {}
    file = (DATA / "measures_sources.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(file):
        found[row["key"]] = (row["reference"], row["address"] or "")
    for line in (DATA / "SOURCES.md").read_text(encoding="utf-8").splitlines():
        match = ROW.match(line)
        if match and "." not in match["keys"]:
            for key in re.findall(r"`([^`]+)`", match["keys"]):
                found[key] = (match["reference"].replace("`", "").strip(), "")
    return found


def used() -> set[str]:
    """Return the keys that the programme's tables name, but for ``assumption``."""
    keys: set[str] = set()
    for file in sorted(DEMO.rglob("*.csv")):
        if file != TARGET:
            rows = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
            keys |= {row["source"] for row in rows if row.get("source")}
    return keys - {"assumption"}


def text() -> str:
    """Return the file's text."""
    known = references()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["key", "reference", "address"])
    for key in sorted(used()):
        writer.writerow([key, *known[key]])
    return out.getvalue()


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
