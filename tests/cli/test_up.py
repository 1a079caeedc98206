"""`answerable up`: the node's processes live and end together."""

import os
import signal
import socket
from pathlib import Path

import httpx

from tests.cli.nodes import Running, answerable


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


def test_an_address_in_use_is_refused_in_one_line(node: tuple[Path, int, int]) -> None:
    home, desk, _channel = node

    with socket.socket() as other:
        other.bind(("127.0.0.1", desk))
        other.listen()
        done = answerable("up", str(home))

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"cannot listen on 127.0.0.1:{desk}" in done.stderr


def test_a_wrong_setting_stops_the_start_in_one_line(node: tuple[Path, int, int]) -> None:
    home, _desk, _channel = node
    (home / "node.toml").write_text('log_format = "xml"\n')

    done = answerable("up", str(home))

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "ANSWERABLE_LOG_FORMAT" in done.stderr


def _address_of_a_style(page: str) -> str:
    start = page.index("/static/ui/page.")
    return page[start : page.index('"', start)]


def test_a_node_that_lost_its_database_does_not_start_with_an_empty_one(
    node: tuple[Path, int, int],
) -> None:
    home, _desk, _channel = node
    (home / "high-water" / "aaaa").write_text("a log was signed here\n")
    for name in ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm"):
        (home / name).unlink(missing_ok=True)

    done = [answerable("up", str(home)) for _ in range(2)]

    for each in done:
        assert (each.returncode, each.stderr.count("\n")) == (1, 1), each.stderr
        assert f"answerable restore FILE {home} --replace" in each.stderr
