"""Taking an uploaded file: checked, written in one step, known by its hash.

Bytes lie in ``files/`` of the home folder under random names; what a member called the file is only
ever sent back as a header. A killed process leaves at most an unfinished file without a row, which
:func:`sweep_files` removes.
"""

import hashlib
import os
import re
import time
import unicodedata
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from twinbay.errors import TwinbayError
from twinbay.lake.folders import UNFINISHED, disk_error
from twinbay.web.files.domain.kinds import ENDINGS, FileKind, ending_of, kind_of
from twinbay.web.files.models import StoredFile

MOST_BYTES = 20_000_000  # of one file
LONGEST_NAME = 150  # characters
_UNFINISHED_FOR = 24 * 3600  # seconds after which an unfinished upload is surely abandoned
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


class FileRefused(TwinbayError):
    """An uploaded file is of no kind that is taken, too large or empty; said to the uploader."""


def folder() -> Path:
    """Return the folder with the bytes of all files."""
    return Path(settings.TWINBAY_HOME) / "files"


def safe_name(name: str) -> str:
    """Return a file name without path, control, direction or reserved characters.

    The ending is kept when a long name is cut. Invisible characters (Unicode category C) go, so
    that ``invoice<U+202E>fdp.exe`` does not look like a PDF.
    """
    base = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(c for c in base if not unicodedata.category(c).startswith("C"))
    plain = _NOT_IN_NAMES.sub("_", unicodedata.normalize("NFC", visible)).strip(" .")
    if len(plain) > LONGEST_NAME:
        stem, _dot, ending = plain.rpartition(".")
        plain = f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending[:10]}"
    return plain or "file"


def checked(upload: Any) -> tuple[str, FileKind]:
    """Return the safe name and the kind of an upload (Django's ``UploadedFile``).

    Raises:
        FileRefused: with what is wrong, in the reader's language.
    """
    name = safe_name(str(upload.name or ""))
    if not upload.size:
        raise FileRefused(_("The file is empty."), where=name)
    if upload.size > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise FileRefused(_("A file has at most %(most)s MB.") % {"most": most}, where=name)
    if ending_of(name) not in ENDINGS:
        taken = ", ".join(ENDINGS)
        text = _("Files of this kind are not taken. These are: %(taken)s.") % {"taken": taken}
        raise FileRefused(text, where=name)
    kind = kind_of(upload.file, name)
    if kind is None:
        text = _("What the file contains is not what its name says, or it contains macros.")
        raise FileRefused(text, where=name)
    return name, kind


def store(upload: Any, user: Any) -> StoredFile:
    """Keep an uploaded file and return its row.

    Arguments:
        upload: Django's ``UploadedFile``.
        user: who uploads.

    Raises:
        FileRefused: it is of no kind that is taken, too large or empty.
        LakeError: the disk is full or may not be written.
    """
    name, kind = checked(upload)
    stored_name = uuid.uuid4().hex
    digest, size = _write(upload, stored_name)
    stored: StoredFile = StoredFile.objects.create(
        name=name,
        media_type=kind.media_type,
        size=size,
        sha256=digest,
        stored_name=stored_name,
        uploaded_by=user,
    )
    return stored


def path_of(stored: StoredFile) -> Path:
    """Return where the bytes of a file lie."""
    name = str(stored.stored_name)
    return folder() / name[:2] / name


def _write(upload: Any, stored_name: str) -> tuple[str, int]:
    target = folder() / stored_name[:2] / stored_name
    beside = target.with_name(UNFINISHED + stored_name)
    digest, size = hashlib.sha256(), 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in upload.chunks():
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except OSError as error:
        raise disk_error(error, target) from error
    finally:
        beside.unlink(missing_ok=True)
    return digest.hexdigest(), size


def sweep_files() -> int:
    """Remove bytes without a row that are older than a day; return how many files went."""
    known = set(StoredFile.objects.values_list("stored_name", flat=True))
    gone = 0
    for path in folder().glob("*/*"):
        old = path.stat().st_mtime < time.time() - _UNFINISHED_FOR
        if old and path.name not in known:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
