"""A copy of the audit trail is checked without the node that wrote it."""

from pathlib import Path

from tests.cli.nodes import answerable


def test_a_node_writes_its_trail_and_anybody_checks_it(
    made: tuple[Path, str], tmp_path: Path
) -> None:
    copy = tmp_path / "trail.jsonl"

    written = answerable("audit", "export", "--home", str(made[0]), "--out", str(copy))
    checked = answerable("audit", "verify", str(copy))

    assert written.returncode == 0, written.stderr
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.startswith("the trail holds:")


def test_a_changed_copy_is_refused_with_the_place(made: tuple[Path, str], tmp_path: Path) -> None:
    copy = tmp_path / "trail.jsonl"
    text = answerable("audit", "export", "--home", str(made[0])).stdout
    copy.write_text(text.replace("person added", "person doubted"), encoding="utf-8")

    checked = answerable("audit", "verify", str(copy))

    assert checked.returncode == 1
    assert "event 2 was changed" in checked.stderr
    assert checked.stderr.count("\n") == 1


def test_something_else_is_misuse(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"\xff\xfe")

    assert answerable("audit", "verify", str(other)).returncode == 2
    assert answerable("audit", "verify", str(tmp_path / "none")).returncode == 2
