"""Triggers of the database that keep histories from being changed or deleted.

They hold for every program that writes to the database, not only for this one. The one exception
is the redaction of a person's data (``domain.redacting``), and it leaves a record of itself.
"""

from collections.abc import Iterable
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
    tables = [history_of(model)._meta.db_table for model in audited_models()] + [*_ALSO]
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in statements(table for table in tables if table in there):
            cursor.execute(statement)


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
