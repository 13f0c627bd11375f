"""Uploads: told by content, limited in size, safe in name, whole or not at all."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from members import make_user
from opportunity_records import upload

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
PDF = b"%PDF-1.7\n%%EOF"


def package(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def office(**more: bytes) -> bytes:
    return package(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}, **more)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
        ("a.txt", "文字".encode(), "text/plain"),
        ("a.csv", b"a,b\n", "text/csv"),
        (
            "a.docx",
            office(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_good_files_are_stored_as_what_they_are(
    lake_home: Path, name: str, content: bytes, kind: str
) -> None:
    import hashlib

    from twinbay.web.files.domain.storing import path_of, store

    stored = store(upload(name, content), make_user())
    assert (stored.media_type, stored.size) == (kind, len(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert path_of(stored).read_bytes() == content
    assert stored.name not in str(path_of(stored))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("page.html", b"<script>alert(1)</script>"),
        ("page.pdf", b"<script>alert(1)</script>"),
        ("picture.png", PDF),
        ("run.exe", b"MZ\x90\x00"),
        ("run.pdf.exe", PDF),
        ("noending", PDF),
        ("drawing.svg", b"<svg onload='alert(1)'/>"),
        ("binary.txt", b"\x00\x01\x02"),
        ("archive.zip", package(a=b"x")),
        ("plain.docx", package(a=b"x")),
        ("macros.docx", office(**{"word/vbaProject.bin": b"x"})),
        ("bomb.docx", office(**{"word/media/a": b"\0" * 450_000_000})),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_files_are_refused_in_words_and_leave_nothing(
    lake_home: Path, name: str, content: bytes
) -> None:
    from twinbay.web.files.domain.storing import FileRefused, folder, store
    from twinbay.web.files.models import StoredFile

    before = (sorted(folder().rglob("*")), StoredFile.objects.count())
    with pytest.raises(FileRefused):
        store(upload(name, content), make_user())
    assert (sorted(folder().rglob("*")), StoredFile.objects.count()) == before


def test_a_file_that_is_too_large_is_refused(
    lake_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from twinbay.web.files.domain import storing

    monkeypatch.setattr(storing, "MOST_BYTES", 10)
    with pytest.raises(storing.FileRefused):
        storing.store(upload("a.txt", b"x" * 11), make_user())


@settings(max_examples=200, deadline=None)
@given(name=st.text(max_size=400))
def test_names_are_safe_whatever_they_were(lake_home: Path, name: str) -> None:
    from twinbay.web.files.domain.storing import LONGEST_NAME, safe_name

    safe = safe_name(name)
    assert safe
    assert len(safe) <= LONGEST_NAME + 12
    assert not set(safe) & set('/\\\x00\n\r:*?"<>|')
    assert safe not in (".", "..")
    assert not any(ord(c) < 32 for c in safe)
    assert "\u202e" not in safe


def test_a_write_that_fails_leaves_neither_file_nor_row(
    lake_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    from twinbay.errors import LakeError
    from twinbay.web.files.domain import storing
    from twinbay.web.files.models import StoredFile

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    before = (sorted(storing.folder().rglob("*.*")), StoredFile.objects.count())
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LakeError, match="full"):
        storing.store(upload("a.txt", b"x"), make_user())
    monkeypatch.undo()
    files = [path for path in storing.folder().rglob("*") if "unfinished" in path.name]
    assert files == []
    assert StoredFile.objects.count() == before[1]


def test_bytes_without_a_row_are_swept_after_a_day(lake_home: Path) -> None:
    import os
    import time

    from twinbay.web.files.domain.storing import folder, path_of, store, sweep_files

    kept: Any = store(upload("a.txt", b"x"), make_user())
    old, young = folder() / "ab" / "abandoned", folder() / "ab" / "arriving"
    old.parent.mkdir(exist_ok=True)
    for path in (old, young):
        path.write_bytes(b"x")
    for path in (old, path_of(kept)):
        os.utime(path, (time.time() - 90_000,) * 2)
    assert sweep_files() == 1
    assert (old.exists(), young.exists(), path_of(kept).exists()) == (False, True, True)
