"""Keep the Chinese texts in step with the code, in plain Python: neither gettext nor a server.

    python scripts/translations.py            # add new texts to the .po file, drop unused ones,
                                              # compile the .mo file; exit 1 if any lacks Chinese
    python scripts/translations.py --check    # change nothing; exit 1 if something is out of step

Texts come from calls of ``_``, ``gettext`` and their kin in ``src/twinbay/web``, from the
templates there, and from the descriptions of the sources that readers of the lake give
(``SourceDescription``), which the sources page shows. Formats: the PO and MO files of GNU gettext
(manual, sections 3 and 10.3).
"""

import argparse
import ast
import os
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "src/twinbay/web"
CATALOGUE = WEB / "locale/zh_Hans/LC_MESSAGES/django.po"
HEADER = (
    "Project-Id-Version: twinbay\n"
    "Language: zh_Hans\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=1; plural=0;\n"
)
# Function name: positions of context, text and plural among its arguments.
_FUNCTIONS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
_DESCRIBED = ("title", "licence", "note")  # parts of a SourceDescription that pages show
_STRING = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_CALL = re.compile(rf"\b(n?p?gettext|_)\(({_STRING}(?:\s*,\s*{_STRING})*)", re.DOTALL)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]")

Key = tuple[str, str, str]
"""Context, text and plural; empty where there is none."""


@dataclass
class Entry:
    """One text with its translation and the files it is in."""

    key: Key
    translation: str = ""
    fuzzy: bool = False
    files: set[str] = field(default_factory=set)


def used_texts() -> dict[Key, set[str]]:
    """Return every text that needs a translation, with the files it is in."""
    found: dict[Key, set[str]] = {}
    for path, keys in _texts_by_file():
        for key in keys:
            found.setdefault(key, set()).add(path.relative_to(ROOT).as_posix())
    return found


def _texts_by_file() -> Iterator[tuple[Path, list[Key]]]:
    for path in sorted(WEB.rglob("*.py")):
        yield path, list(texts_of_python(path.read_text(encoding="utf-8")))
    for path in sorted(WEB.rglob("templates/**/*")):
        if path.is_file():
            yield path, list(texts_of_template(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "src/twinbay/lake/sources").glob("*.py")):
        yield path, list(_descriptions(path.read_text(encoding="utf-8")))


def texts_of_python(source: str) -> Iterator[Key]:
    """Yield the texts of calls such as ``_("Home")``; names in place of texts are passed over."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            positions = _FUNCTIONS.get(node.func.id)
            if positions and (key := _key(node.args, positions)):
                yield key


def _key(arguments: list[ast.expr], positions: tuple[int | None, ...]) -> Key | None:
    parts = []
    for position in positions:
        if position is None:
            parts.append("")
            continue
        node = arguments[position] if position < len(arguments) else None
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            return None
        parts.append(node.value)
    return parts[0], parts[1], parts[2]


def texts_of_template(source: str) -> Iterator[Key]:
    """Yield the texts of ``translate`` and ``blocktranslate`` in a template."""
    from django.utils.translation.template import templatize

    for function, arguments in _CALL.findall(templatize(source)):
        texts = [ast.Constant(text) for text in ast.literal_eval(f"({arguments},)")]
        key = _key(list(texts), _FUNCTIONS[function])
        if key:
            yield key


def _descriptions(source: str) -> Iterator[Key]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "SourceDescription":
            for keyword in node.keywords:
                value = keyword.value
                if keyword.arg in _DESCRIBED and isinstance(value, ast.Constant) and value.value:
                    yield "", str(value.value), ""


def read_catalogue(path: Path) -> dict[Key, Entry]:
    """Read a PO file; its header is left out."""
    entries = {}
    if path.is_file():
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            entry = _parsed(block)
            if entry and entry.key[1]:
                entries[entry.key] = entry
    return entries


def _parsed(block: str) -> Entry | None:
    parts: dict[str, str] = {}
    keyword, fuzzy = "", False
    for line in block.splitlines():
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        if not line.startswith('"'):
            keyword, _space, line = line.partition(" ")
        if line.strip():
            parts[keyword] = parts.get(keyword, "") + str(ast.literal_eval(line))
    if "msgid" not in parts:
        return None
    key = (parts.get("msgctxt", ""), parts["msgid"], parts.get("msgid_plural", ""))
    return Entry(key, parts.get("msgstr[0]") or parts.get("msgstr") or "", fuzzy)


def merged(used: dict[Key, set[str]], known: dict[Key, Entry]) -> list[Entry]:
    """Return an entry per used text, with the translation where there is one."""
    entries = []
    for key in sorted(used, key=lambda key: (min(used[key]), key)):
        old = known.get(key, Entry(key))
        entries.append(Entry(key, old.translation, old.fuzzy, used[key]))
    return entries


def po_text(entries: Iterable[Entry]) -> str:
    """Return the content of a PO file."""
    blocks = ['msgid ""\nmsgstr ""\n' + "\n".join(_quoted(line) for line in _lines(HEADER))]
    for entry in entries:
        context, text, plural = entry.key
        lines = [f"#: {file}" for file in sorted(entry.files)]
        lines += ["#, fuzzy"] if entry.fuzzy else []
        lines += [f"msgctxt {_quoted(context)}"] if context else []
        lines.append(f"msgid {_quoted(text)}")
        lines += [f"msgid_plural {_quoted(plural)}"] if plural else []
        lines.append(f"{'msgstr[0]' if plural else 'msgstr'} {_quoted(entry.translation)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def mo_bytes(entries: Iterable[Entry]) -> bytes:
    """Return the content of a MO file: sorted texts, their translations, no hash table."""
    texts = {"": HEADER}
    for entry in entries:
        context, text, plural = entry.key
        if entry.translation and not entry.fuzzy:
            key = f"{context}\x04{text}" if context else text
            texts[f"{key}\x00{plural}" if plural else key] = entry.translation
    pairs = [(k.encode(), v.encode()) for k, v in sorted(texts.items())]
    count = len(pairs)
    offset = 28 + 16 * count
    tables, strings = [], b""
    for side in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[side]), offset + len(strings)))
            strings += pair[side] + b"\x00"
    header = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 28 + 16 * count)
    return header + b"".join(tables) + strings


def problems(used: dict[Key, set[str]], known: dict[Key, Entry]) -> list[str]:
    """Return what is out of step: texts without Chinese, unused ones, placeholders that differ."""
    found = []
    for key in sorted(set(used) - set(known)):
        found.append(f"not in the catalogue: {key[1]!r} ({min(used[key])})")
    for key, entry in known.items():
        if key not in used:
            found.append(f"no longer used: {key[1]!r}")
        elif not entry.translation:
            found.append(f"no Chinese: {key[1]!r} ({min(used[key])})")
        elif entry.fuzzy:
            found.append(f"fuzzy: {key[1]!r}")
        elif not _same_placeholders(entry):
            found.append(f"other placeholders: {key[1]!r} -> {entry.translation!r}")
    return found


def _same_placeholders(entry: Entry) -> bool:
    _context, text, plural = entry.key
    return set(_PLACEHOLDER.findall(plural or text)) == set(_PLACEHOLDER.findall(entry.translation))


def main() -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description="Keep the Chinese texts in step with the code.")
    parser.add_argument("--check", action="store_true", help="change nothing, only report")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinbay.web.settings")
    used = used_texts()
    if not options.check:
        entries = merged(used, read_catalogue(CATALOGUE))
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_text(po_text(entries), encoding="utf-8")
        CATALOGUE.with_suffix(".mo").write_bytes(mo_bytes(entries))
    found = problems(used, read_catalogue(CATALOGUE))
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
