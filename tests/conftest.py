"""What all tests share."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared test data; tests that need it are skipped without it."""
    folder = Path(os.environ.get("ANSWERABLE_SHARED", "") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip("shared test data is not here: set ANSWERABLE_SHARED to its folder")
    return folder
