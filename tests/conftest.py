"""What all tests share."""

import gc
import os
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
NODE = ROOT / "tests" / "node"

# No test here is about time spent: a busy machine is not a fault.
settings.register_profile("usual", deadline=None)
settings.register_profile("soak", deadline=None, max_examples=2000)
settings.load_profile("soak" if os.environ.get("ANSWERABLE_TEST_SOAK") else "usual")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the node's tests, so that they can be run once more on PostgreSQL."""
    for item in items:
        if NODE in item.path.parents:
            item.add_marker("node")


def pytest_collection_finish() -> None:
    """Let what stays for the whole run be; looking through it again and again takes a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """Begin every test in English: a page of the test before may have been in another language."""
    translation.activate("en")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared test data; tests that need it are skipped without it."""
    folder = Path(os.environ.get("ANSWERABLE_SHARED", "") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip("shared test data is not here: set ANSWERABLE_SHARED to its folder")
    return folder
