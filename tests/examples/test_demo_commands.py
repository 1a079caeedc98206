"""What `./run demo`, `demo-reset` and `demo-tamper` say when there is nothing, or not the right."""

from pathlib import Path

import msgspec
import pytest

from examples.demo import homes
from examples.demo.__main__ import main
from examples.demo.homes import Demo, DemoError, Made, Node
from examples.demo.running import Runner


def pretend(folder: Path, *, form: int = homes.FORM) -> Demo:
    """Lay out a folder that looks like a whole demonstration."""
    nodes = (
        Node(code="kelorane", name="Kelorane", desk_port=8101, channel_port=8102),
        Node(code="dorvelle", name="Dorvelle", desk_port=8103, channel_port=8104),
    )
    made = Made(form=form, made="2026-11-23", nodes=nodes)
    folder.mkdir()
    (folder / "demo.json").write_bytes(msgspec.json.encode(made))
    return Demo(folder, made)


def test_reset_asks_and_takes_no_for_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = pretend(tmp_path / "demo")
    monkeypatch.setattr("builtins.input", lambda _question: "")

    code = main(["--folder", str(demo.folder), "reset"])

    assert code == 1
    assert (demo.folder / "demo.json").exists()


def test_reset_throws_it_away(tmp_path: Path) -> None:
    demo = pretend(tmp_path / "demo")

    code = main(["--folder", str(demo.folder), "reset", "--yes"])

    assert code == 0
    assert not demo.folder.exists()


def test_reset_leaves_a_running_demonstration_alone(tmp_path: Path) -> None:
    demo = pretend(tmp_path / "demo")

    with homes.held(demo.folder):
        code = main(["--folder", str(demo.folder), "reset", "--yes"])

    assert code == 1
    assert (demo.folder / "demo.json").exists()


def test_tampering_needs_a_demonstration(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--folder", str(tmp_path / "demo"), "tamper"])

    assert code == 1
    assert "./run demo makes it" in capsys.readouterr().err


def test_a_node_is_stopped_only_while_the_demonstration_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = pretend(tmp_path / "demo")

    code = main(["--folder", str(demo.folder), "start", "stop", "dorvelle"])

    assert code == 1
    assert "does not run" in capsys.readouterr().err


def test_a_demonstration_of_another_version_is_not_run(tmp_path: Path) -> None:
    demo = pretend(tmp_path / "demo", form=homes.FORM + 1)

    with pytest.raises(DemoError, match="demo-reset"):
        homes.find(demo.folder)


def test_a_folder_that_is_no_demonstration_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "letters").write_text("mine")

    code = main(["--folder", str(tmp_path / "demo"), "start"])

    assert code == 1
    assert (tmp_path / "demo" / "letters").read_text() == "mine"


def test_an_unknown_node_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    demo = pretend(tmp_path / "demo")

    with pytest.raises(DemoError, match="kelorane or dorvelle"):
        demo.node("atlantis")


def test_what_only_the_owner_reads_has_that_mode(tmp_path: Path) -> None:
    homes.write_private(tmp_path / "secret", "secret")

    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_a_taken_port_is_passed_over() -> None:
    ports = homes.free_ports(4)

    assert len(set(ports)) == 4
    assert all(homes.FIRST_PORT <= port < homes.PORTS for port in ports)


def test_a_node_that_does_not_start_says_why_this_time(tmp_path: Path) -> None:
    demo = pretend(tmp_path / "demo")
    runner = Runner(demo, demo.node("kelorane"))
    demo.log(runner.node).write_text("yesterday\n")

    runner.start()
    assert runner.process is not None
    runner.process.wait(60)

    assert runner.last_words()
    assert "yesterday" not in runner.last_words()
