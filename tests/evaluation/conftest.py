"""Where the real data is that reading is measured on."""

from pathlib import Path

import pytest

from tests.evaluation.harm import data_folder


@pytest.fixture(scope="module")
def folder() -> Path:
    found = data_folder()
    if found is None:
        pytest.skip("shared test data is not here: set ANSWERABLE_SHARED to its folder")
    return found
