"""Which version of the tables a database has: older than this program, newer, or the same."""

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable

APPS = ("accounts", "desk", "insight", "intake", "jobs", "ledger")


def unknown(applied: Iterable[tuple[str, str]]) -> list[str]:
    """Name the steps of our apps that this program does not know: a newer one took them.

    Needs no Django, so that a backup can be judged before anything is touched.
    """
    known = {
        (app, entry.name.removesuffix(".py"))
        for app in APPS
        for entry in _steps(app)
        if entry.name.endswith(".py")
    }
    return sorted(
        f"{app}.{name}" for app, name in applied if app in APPS and (app, name) not in known
    )


def applied() -> set[tuple[str, str]]:
    """Return the steps that this node's database has taken."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return set(MigrationRecorder(connection).applied_migrations())


def pending() -> list[str]:
    """Name the steps that this program would take."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def holds_data() -> bool:
    """Tell whether anybody could miss something: a new database has no people yet."""
    from django.db import connection

    with connection.cursor() as cursor:
        if "accounts_user" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT 1 FROM accounts_user LIMIT 1")
        return cursor.fetchone() is not None


def _steps(app: str) -> Iterable[Traversable]:
    folder = files("answerable.node") / app / "migrations"
    return folder.iterdir() if folder.is_dir() else ()
