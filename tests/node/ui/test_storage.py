"""Static files: named by their hash, kept for ever by browsers, whole."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from pytest_django import Settings

from tests.conftest import ROOT


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "answerable.node.ui.storage.HashedStaticFiles"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def _hashed(folder: Path, name: str) -> Path:
    """Return the collected file that a page asks for instead of the named one."""
    return folder / staticfiles_storage.url(name).removeprefix("/static/")


def test_every_file_that_a_page_names_is_collected(collected: Path) -> None:
    pages = (ROOT / "src").rglob("templates/**/*.html")
    named = {
        name
        for page in pages
        for name in re.findall(r"\{% static '([^']+)' %\}", page.read_text(encoding="utf-8"))
    }

    assert named
    for name in named:
        hashed = _hashed(collected, name)
        assert hashed.read_bytes() == (collected / name).read_bytes()


def test_files_are_also_there_compressed(collected: Path) -> None:
    style = _hashed(collected, "ui/page.css")

    assert style.with_name(style.name + ".gz").exists()
    assert style.with_name(style.name + ".br").exists()
