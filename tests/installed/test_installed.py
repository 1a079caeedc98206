"""The wheel holds all that a node needs, and works from where pip put it.

`./run check` builds the wheel, unpacks it apart from the clone and names that folder.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.nodes import outside
from tests.conftest import ROOT

SITE = Path(os.environ.get("ANSWERABLE_TEST_INSTALLED", ""))
SOURCES = ROOT / "src" / "answerable"
pytestmark = pytest.mark.skipif(
    not SITE.name, reason="only ./run check builds the wheel and installs it apart"
)


def _installed(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python outside the clone, finding the installed package first."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=SITE,
        env={**outside(), "PYTHONPATH": str(SITE)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_python_finds_the_installed_package_and_not_the_clone() -> None:
    done = _installed("-c", "import answerable; print(answerable.__file__)")

    assert Path(done.stdout.strip()) == SITE / "answerable" / "__init__.py"


@pytest.mark.parametrize("suffix", [".py", ".html", ".css", ".js", ".svg", ".po"])
def test_every_file_of_the_clone_is_in_the_wheel(suffix: str) -> None:
    wanted = {path.relative_to(SOURCES) for path in SOURCES.rglob(f"*{suffix}")}
    present = {
        path.relative_to(SITE / "answerable") for path in SITE.rglob(f"answerable/**/*{suffix}")
    }

    assert wanted - present == set()


def test_every_language_is_compiled_in_the_wheel() -> None:
    languages = {path.parts[-3] for path in SOURCES.rglob("locale/*/LC_MESSAGES/django.po")}
    compiled = {path.parts[-3] for path in SITE.rglob("locale/*/LC_MESSAGES/django.mo")}

    assert compiled == languages


def test_the_wheel_holds_no_tests_and_no_examples() -> None:
    assert not (SITE / "tests").exists()
    assert not (SITE / "examples").exists()


def test_the_installed_command_lists_its_commands() -> None:
    done = _installed("-m", "answerable.cli", "--help")

    assert done.returncode == 0
    assert "verify" in done.stdout


def test_the_installed_package_makes_a_node(tmp_path: Path) -> None:
    home = tmp_path / "node"

    made = _installed(
        "-m", "answerable.cli", "init", str(home), "--party", "meridia", "--office", "a:A"
    )
    checked = _installed("-m", "answerable.cli", "manage", "--home", str(home), "check")

    assert made.returncode == 0, made.stderr
    assert checked.returncode == 0, checked.stderr
    assert (home / "static" / "staticfiles.json").exists()
