"""The node's settings for tests: a throw-away folder, SQLite in memory or a real PostgreSQL."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="answerable-test-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
(_home / "static").mkdir()
(_home / "secret-key").write_text("for tests only " * 5, encoding="ascii")
_for_tests = (
    "ANSWERABLE_TEST_",
    "ANSWERABLE_SHARED",
    "ANSWERABLE_SCREENSHOTS",
    "ANSWERABLE_CHROMIUM",
)
for _name in [name for name in os.environ if name.startswith("ANSWERABLE_")]:
    # What the developer's own node is set to must not reach the tests.
    if not _name.startswith(_for_tests):
        del os.environ[_name]
os.environ["ANSWERABLE_HOME"] = str(_home)
if os.environ.get("ANSWERABLE_TEST_DATABASE", "sqlite") == "postgresql":
    from tests import postgres

    os.environ["ANSWERABLE_DATABASE_URL"] = postgres.start()

from answerable.node.settings import *  # noqa: E402, F403
from answerable.node.settings import DATABASES, STORAGES  # noqa: E402

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in a real node: in memory, threads would not wait for each other's locks. What a
    # test wrote need not survive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(_home / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;"
    )
# A password costs a tenth of a second by design; hundreds of tests cannot pay that.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
