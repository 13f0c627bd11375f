"""Copying the whole platform into one file, while it runs."""

import tarfile
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from twinbay import __version__
from twinbay.web.operations.archive import (
    FILES,
    FORMAT,
    MANIFEST,
    RECORDS,
    Manifest,
    sha256_of,
)

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done and how many there are."""

LEFT_OUT = {"contenttypes.contenttype", "auth.permission", "sessions.session"}
"""Tables that Django makes itself, and sign-ins, which end with a restoration."""


def copied_models() -> list[Any]:
    """Return the tables that belong to a copy, those that others refer to first."""
    every = serializers.sort_dependencies(
        [(config, None) for config in apps.get_app_configs()], allow_cycles=True
    )
    return [
        model
        for model in every
        if model._meta.label_lower not in LEFT_OUT and model._meta.managed and not model._meta.proxy
    ]


def newest_migrations() -> dict[str, str]:
    """Return the newest applied migration of each application."""
    found: dict[str, str] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found[app] = name
    return found


def back_up(files: Path, target: Path, progress: Progress) -> Manifest:
    """Write a copy of the platform's records and files; return what it holds.

    The copy is one moment of the records, although the platform goes on; files are never changed
    once written. It appears under its name only when it is whole.

    Arguments:
        files: folder of the uploaded files; may be missing.
        target: the archive to write.
        progress: told what is done.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
        records = Path(folder) / RECORDS
        rows = _write_records(records, progress)
        whole = Path(folder) / target.name
        uploaded = sorted(p for p in files.rglob("*") if p.is_file()) if files.is_dir() else []
        named = [(RECORDS, records)] + [
            (f"{FILES}/{path.relative_to(files).as_posix()}", path) for path in uploaded
        ]
        sums = {}
        for name, path in named:
            with path.open("rb") as file:
                sums[name] = sha256_of(file)
        manifest = Manifest(
            format=FORMAT,
            version=__version__,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            migrations=newest_migrations(),
            rows=rows,
            sums=sums,
        )
        _write_archive(whole, manifest, named, progress)
        whole.replace(target)
    return manifest


def _write_records(path: Path, progress: Progress) -> dict[str, int]:
    models = copied_models()
    counts: dict[str, int] = {}
    with transaction.atomic(), path.open("w", encoding="utf-8") as out:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # one moment for all tables
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for number, model in enumerate(models):
            progress("copying the records", number, len(models))
            rows = model._base_manager.order_by("pk")
            counts[model._meta.label_lower] = rows.count()
            serializers.serialize("jsonl", rows.iterator(chunk_size=1000), stream=out)
    return counts


def _write_archive(
    path: Path, manifest: Manifest, named: list[tuple[str, Path]], progress: Progress
) -> None:
    with tarfile.open(path, "w:gz") as archive:
        text = manifest.text().encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        archive.addfile(entry, BytesIO(text))
        for number, (name, source) in enumerate(named):
            progress("copying the files", number, len(named))
            archive.add(source, name, recursive=False, filter=_without_owner)
    path.chmod(0o600)  # it holds what members keep confidential


def _without_owner(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry
