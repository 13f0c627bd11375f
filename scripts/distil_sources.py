"""The organisations' names that the static encoder learns from; see distil_static_encoder.py.

Organisations of the bilingual test (benchmarks/bilingual_pairs.py) are kept out, and so are names
that hold a name of one of them, such as a hospital of its university.
"""

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twinbay.match.tokens import has_chinese, normalise

BUNDLED = Path(__file__).resolve().parents[1] / "src/twinbay/lake/bundled"


@dataclass(frozen=True)
class Organisation:
    """A name in English and, where ROR has one, in Chinese."""

    english: str
    chinese: str


class TestNames:
    """The organisations of the bilingual test, to be kept out of what is learned from."""

    def __init__(self) -> None:
        names: list[str] = []
        self.rors: set[str] = set()
        for path in sorted(BUNDLED.glob("organisations_*.csv")):
            for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
                names += [row["name"], row["name_zh"], *row["aliases"].split(";")]
                self.rors.add(row["ror"].rpartition("/")[2])
        self.names = {_spelling(name) for name in names} - {""}
        # A short name, such as ICT, is within many others by chance.
        self.long = {name for name in self.names if len(name) >= (3 if has_chinese(name) else 8)}

    def has(self, text: str) -> bool:
        """Return whether a text is one of the names."""
        return _spelling(text) in self.names

    def within(self, text: str) -> bool:
        """Return whether one of the names is in a text."""
        spelling = _spelling(text)
        return spelling in self.names or any(name in spelling for name in self.long)


def _spelling(text: str) -> str:
    words = re.findall(r"\w+", normalise(text))
    return "".join(words) if has_chinese(text) else f" {' '.join(words)} " if words else ""


def organisations(ror: Path, test: TestNames) -> list[Organisation]:
    """Read names from a checkout of ROR's records; of several versions the newest counts.

    Arguments:
        ror: folder with ``vX.Y/ID.json`` in schema 1 or 2 (https://ror.readme.io/docs/schema-v2).
        test: organisations that are, or name, one of these are left out.

    Returns:
        One per record, by its id.
    """
    newest: dict[str, Path] = {}
    for path in sorted(ror.glob("v*/*.json"), key=lambda path: (_version(path), path.name)):
        newest[path.stem] = path
    found = []
    for identifier, path in sorted(newest.items()):
        if identifier in test.rors:
            continue
        english, chinese = _names(json.loads(path.read_text(encoding="utf-8")))
        if english and not test.within(english) and not test.within(chinese):
            found.append(Organisation(english, chinese))
    return found


def _version(path: Path) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", path.parent.name)))


def _names(record: dict[str, Any]) -> tuple[str, str]:
    """Return the English and the Chinese name of a record, "" where there is none."""
    if "names" in record:
        names = record["names"]
        english = [n["value"] for n in names if n["lang"] == "en" and "label" in n["types"]]
        english += [n["value"] for n in names if "ror_display" in n["types"]]
        chinese = [n["value"] for n in names if n["lang"] == "zh" and "acronym" not in n["types"]]
    else:
        english = [record["name"]]
        chinese = [label["label"] for label in record["labels"] if label["iso639"] == "zh"]
    return (
        next((name for name in english if not has_chinese(name)), ""),
        next((name for name in chinese if has_chinese(name)), ""),
    )
