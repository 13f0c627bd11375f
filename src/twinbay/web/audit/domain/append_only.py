"""Triggers of the database that keep histories from being changed or deleted.

They hold for every program that writes to the database, not only for this one. The exceptions are
the redaction of a person's data (``domain.redacting``), which leaves a record of itself, and
putting a whole copy of the platform back (``operations.restore``), which brings its own histories.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connections

from twinbay.web.audit.models import Redaction

MESSAGE = "the audit trail is append-only"
_ALSO = ("accounts_securityevent",)
_OPEN = f"EXISTS (SELECT 1 FROM {Redaction._meta.db_table} WHERE open)"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION twinbay_append_only() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND {_OPEN} THEN RETURN NEW; END IF;
  RAISE EXCEPTION '{MESSAGE}';
END $$ LANGUAGE plpgsql
"""


def audited_models() -> list[Any]:
    """Return the models that have a history, by label."""
    found = [m for m in apps.get_models() if hasattr(m._meta, "simple_history_manager_attribute")]
    return sorted(found, key=lambda model: model._meta.label_lower)


def history_of(model: Any) -> Any:
    """Return the history model of an audited model."""
    return getattr(model, model._meta.simple_history_manager_attribute).model


def protect_histories(using: str) -> None:
    """Put the triggers on the tables of all histories that exist, where they are not yet."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    if Redaction._meta.db_table not in there:
        return
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in statements(table for table in _tables() if table in there):
            cursor.execute(statement)


@contextmanager
def unprotected(using: str) -> Iterator[None]:
    """Take the triggers away for as long as a transaction, and put them back at its end."""
    connection = connections[using]
    drop = {"sqlite": _sqlite_drop, "postgresql": _postgresql_drop}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in drop(_tables()):
            cursor.execute(statement)
        yield
        if connection.vendor == "postgresql":  # no trigger is made while checks are still due
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    protect_histories(using)


def _tables() -> list[str]:
    return [history_of(model)._meta.db_table for model in audited_models()] + [*_ALSO]


def _sqlite_drop(tables: Iterable[str]) -> Iterable[str]:
    for table in tables:
        yield f'DROP TRIGGER IF EXISTS "{table}_kept"'
        yield f'DROP TRIGGER IF EXISTS "{table}_unchanged"'


def _postgresql_drop(tables: Iterable[str]) -> Iterable[str]:
    for table in tables:
        yield f'DROP TRIGGER IF EXISTS "{table}_append_only" ON "{table}"'


def _sqlite(tables: Iterable[str]) -> Iterable[str]:
    for table in tables:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        yield (f'CREATE TRIGGER IF NOT EXISTS "{table}_kept" BEFORE DELETE ON "{table}" {refuse}')
        yield (
            f'CREATE TRIGGER IF NOT EXISTS "{table}_unchanged" BEFORE UPDATE ON "{table}"'
            f" WHEN NOT {_OPEN} {refuse}"
        )


def _postgresql(tables: Iterable[str]) -> Iterable[str]:
    yield _FUNCTION
    for table in tables:
        yield (
            f'CREATE OR REPLACE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE'
            f' ON "{table}" FOR EACH ROW EXECUTE FUNCTION twinbay_append_only()'
        )
