"""Let the database itself refuse to change an event of the audit trail.

Removing a row is not refused, since tests and retention need it; the chain shows it.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = """
CREATE TRIGGER IF NOT EXISTS accounts_auditevent_stays BEFORE UPDATE ON accounts_auditevent
BEGIN SELECT RAISE(ABORT, 'an event of the trail cannot be changed'); END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION accounts_auditevent_stays() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'an event of the trail cannot be changed' USING ERRCODE = '23514'; END
$$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS accounts_auditevent_stays ON accounts_auditevent;
CREATE TRIGGER accounts_auditevent_stays BEFORE UPDATE ON accounts_auditevent
FOR EACH ROW EXECUTE FUNCTION accounts_auditevent_stays()
"""


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute(SQLITE if is_sqlite else POSTGRESQL)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    table = "" if schema_editor.connection.vendor == "sqlite" else " ON accounts_auditevent"
    schema_editor.execute(f"DROP TRIGGER IF EXISTS accounts_auditevent_stays{table}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people_offices_and_trail")]

    operations = [migrations.RunPython(add, remove)]
