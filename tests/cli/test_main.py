"""The entrance of the command line."""

import subprocess
import sys

import pytest

from answerable.cli.main import COMMANDS, main


def test_without_a_command_it_lists_them_and_says_it_was_misused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main([])

    shown = capsys.readouterr().out
    assert code == 2
    assert all(name in shown for name, _module, _purpose in COMMANDS)


def test_help_is_fine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert capsys.readouterr().err == ""


def test_a_command_that_is_not_there_is_misuse_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["verfiy"])

    assert code == 2
    said = capsys.readouterr().err
    assert "did you mean verify?" in said
    assert said.count("\n") == 1


def test_an_option_that_is_not_there_is_shown_with_the_usage_of_its_own_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["read", "--publshed", "2026-03-05", "a.txt"])

    assert code == 2
    said = capsys.readouterr().err
    assert said.startswith("usage: answerable read [-h]")
    assert "--publshed (did you mean --published?)" in said


@pytest.mark.parametrize("name", [name for name, _module, _purpose in COMMANDS])
def test_every_command_of_the_table_explains_itself(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([name, "--help"]) == 0
    assert f"answerable {name}" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["verify", "proof", "read"])
def test_checking_and_reading_need_no_node(name: str) -> None:
    code = (
        "import sys; from answerable.cli.main import main; "
        f"main([{name!r}, '--help']); sys.exit('django' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert done.returncode == 0, done.stderr


def test_a_node_command_without_a_node_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANSWERABLE_HOME")

    code = main(["up"])

    assert code == 2
    assert "answerable up: ANSWERABLE_HOME is not set" in capsys.readouterr().err
