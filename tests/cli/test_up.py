"""`answerable up`: the node's processes live and end together."""

import os
import signal
from pathlib import Path

import httpx
import pytest

from tests.cli.nodes import Running, answerable, init


@pytest.fixture
def node(tmp_path: Path) -> tuple[Path, int, int]:
    home = tmp_path / "node"
    done, desk, channel = init(home)
    assert done.returncode == 0, done.stderr
    return home, desk, channel


def test_a_node_starts_answers_and_stops_without_a_trace(node: tuple[Path, int, int]) -> None:
    home, desk, channel = node

    with Running(home) as running:
        running.wait_until_ready()
        page = httpx.get(f"http://127.0.0.1:{desk}/accounts/login/")
        style = httpx.get(f"http://127.0.0.1:{desk}{_address_of_a_style(page.text)}")
        strange = httpx.get(f"http://127.0.0.1:{channel}/accounts/login/")
        second = answerable("up", str(home))
        running.process.send_signal(signal.SIGINT)
        code = running.process.wait(60)

    assert page.status_code == 200
    assert (style.status_code, "immutable" in style.headers["Cache-Control"]) == (200, True)
    assert strange.status_code == 404
    assert (second.returncode, "runs already" in second.stderr) == (1, True)
    assert code == 0
    assert running.children() == {}


def test_a_killed_part_is_started_again(node: tuple[Path, int, int]) -> None:
    home, _desk, _channel = node

    with Running(home) as running:
        running.wait_for(lambda: "worker started" in running.said(), "at work")
        worker = next(number for number, line in running.children().items() if "worker" in line)
        os.kill(worker, signal.SIGKILL)
        running.wait_for(lambda: running.said().count("worker started") == 2, "started again")

        assert "worker ended with code -9" in running.said()


def test_when_the_supervisor_is_killed_its_children_end_too(node: tuple[Path, int, int]) -> None:
    home, _desk, _channel = node

    with Running(home) as running:
        running.wait_until_ready()
        running.process.kill()
        running.process.wait(60)
        running.wait_for(lambda: not running.children(), "ended")

    with Running(home) as again:
        again.wait_until_ready()


def test_an_address_in_use_is_refused_in_one_line(
    node: tuple[Path, int, int], tmp_path: Path
) -> None:
    home, desk, _channel = node
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / "node"
    done, _desk, _free = init(other)
    assert done.returncode == 0
    settings = (other / "node.toml").read_text().splitlines()
    settings = [line for line in settings if not line.startswith("desk_address")]
    (other / "node.toml").write_text("\n".join([*settings, f'desk_address = "127.0.0.1:{desk}"']))

    with Running(home) as running:
        running.wait_until_ready()
        refused = answerable("up", str(other))

    assert refused.returncode == 1
    assert f"cannot listen on 127.0.0.1:{desk}" in refused.stderr


def test_a_wrong_setting_stops_the_start_in_one_line(node: tuple[Path, int, int]) -> None:
    home, _desk, _channel = node
    (home / "node.toml").write_text('log_format = "xml"\n')

    done = answerable("up", str(home))

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "ANSWERABLE_LOG_FORMAT" in done.stderr


def _address_of_a_style(page: str) -> str:
    start = page.index("/static/ui/page.")
    return page[start : page.index('"', start)]
