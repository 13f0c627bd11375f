"""Bringing the platform back from a copy."""

import itertools
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, transaction

from twinbay.errors import ConfigurationError
from twinbay.web.audit.domain.append_only import unprotected
from twinbay.web.operations.archive import (
    FILES,
    RECORDS,
    Manifest,
    check,
    damaged,
    member,
    open_archive,
)
from twinbay.web.operations.backup import Progress, copied_models, newest_migrations


def restore(path: Path, files: Path, replace: bool, progress: Progress) -> Manifest:
    """Put the records and files of a copy in the place of the platform's.

    The copy is checked as a whole first. Records change in one transaction: after a failure or an
    interruption everything is as it was. Files are put back before the records that name them.

    Arguments:
        path: the copy.
        files: folder of the uploaded files.
        replace: whether records that are there may be replaced.

    Raises:
        ConfigurationError: the copy is damaged or of other tables, or records are in the way.
    """
    with open_archive(path) as archive:
        progress("checking the copy", 0, 1)
        manifest = check(archive, path)
        _same_tables(manifest, path)
        if not replace and (count := _records_here()):
            raise ConfigurationError(
                f"the platform here holds {count} records already",
                where=str(path),
                remedy="Back it up, then give --replace to put the copy in their place.",
            )
        _extract(archive, files, progress)
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            with unprotected(connection.alias), _no_new_history():
                remove_records()
                _load(archive, path, manifest, progress)
        return manifest


def _same_tables(manifest: Manifest, path: Path) -> None:
    here = newest_migrations()
    if manifest.migrations != here:
        other = sorted(set(manifest.migrations.items()) ^ set(here.items()))[0][0]
        raise ConfigurationError(
            f"the copy is of twinbay {manifest.version}, whose tables differ from those here "
            f"(first: {other})",
            where=str(path),
            remedy=f"Restore it with twinbay {manifest.version}, then upgrade.",
        )


def _records_here() -> int:
    return sum(
        model._base_manager.count()
        for model in copied_models()
        if model._meta.app_label not in {"auth", "django_tasks_database"}
    )


def _extract(archive: tarfile.TarFile, files: Path, progress: Progress) -> None:
    names = [one.name for one in archive.getmembers() if one.name.startswith(f"{FILES}/")]
    for number, name in enumerate(names):
        progress("putting the files back", number, len(names))
        target = files / Path(name).relative_to(FILES)
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as out:
            content = member(archive, name)
            while chunk := content.read(1 << 20):
                out.write(chunk)
        Path(out.name).replace(target)


@contextmanager
def _no_new_history() -> Iterator[None]:
    """Keep what is put back from being recorded as a change: the copy brings its own histories."""
    before = getattr(settings, "SIMPLE_HISTORY_ENABLED", True)
    settings.SIMPLE_HISTORY_ENABLED = False
    try:
        yield
    finally:
        settings.SIMPLE_HISTORY_ENABLED = before


def remove_records() -> None:
    """Delete every record that a copy would hold, inside the caller's transaction."""
    with connection.cursor() as cursor:
        for model in reversed(copied_models()):
            for table in _tables(model):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


def _tables(model: type) -> list[str]:
    meta = model._meta  # type: ignore[attr-defined]
    through = [
        field.remote_field.through._meta.db_table
        for field in meta.local_many_to_many
        if field.remote_field.through._meta.auto_created
    ]
    return [*through, meta.db_table]


def _load(archive: tarfile.TarFile, path: Path, manifest: Manifest, progress: Progress) -> None:
    whole = max(sum(manifest.rows.values()), 1)
    done = 0
    for number, lines in _batches(archive):
        try:
            for record in serializers.deserialize("jsonl", b"".join(lines)):
                record.save()
        except (serializers.base.DeserializationError, ValueError) as error:
            raise damaged(path, f"{RECORDS}, lines {number} on: {error}") from None
        done += len(lines)
        progress("putting the records back", done, whole)
    if done != sum(manifest.rows.values()):
        raise damaged(path, f"{RECORDS} has {done} rows, not {sum(manifest.rows.values())}")
    statements = connection.ops.sequence_reset_sql(no_style(), copied_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _batches(archive: tarfile.TarFile, size: int = 500) -> Iterator[tuple[int, list[bytes]]]:
    lines = iter(member(archive, RECORDS))
    for number in itertools.count(1, size):
        batch = list(itertools.islice(lines, size))
        if not batch:
            return
        yield number, batch
