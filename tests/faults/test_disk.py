"""Every write, sync and rename of a node fails once: nothing is lost, and nothing signed twice.

The kernel's own errors and real deaths, injected by strace into a process that works on a real
database. Some calls of each kind here; all of them, with every fault, in `./run soak`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROLES = ("sender", "receiver")
Report = dict[str, Any]


def begin(role: str, *more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.injected", role, *more],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith(("ANSWERABLE_", "DJANGO_"))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(process: "subprocess.Popen[str]") -> Report:
    out, complaint = process.communicate()
    if not out:
        raise AssertionError(complaint)
    report: Report = json.loads(out)
    if "skipped" in report:
        pytest.skip(f"disk faults cannot be injected: {report['skipped']}")
    return report


@pytest.fixture(scope="module")
def reports() -> Iterator[dict[str, Report]]:
    """Try both roles at once: each waits for the disk most of its time."""
    processes = {role: begin(role) for role in ROLES}
    try:
        yield {role: end(process) for role, process in processes.items()}
    finally:
        for process in processes.values():
            process.kill()
            process.wait()


def wrong(report: Report, kind: str) -> dict[str, list[str]]:
    return {fault: what for fault, what in report["wrong"].items() if fault.startswith(kind)}


@pytest.mark.parametrize("role", ROLES)
def test_scenario_29_death_at_any_call_loses_and_repeats_nothing(
    reports: dict[str, Report], role: str
) -> None:
    assert reports[role]["tried"]["KILL"] > 10
    assert wrong(reports[role], "KILL") == {}


@pytest.mark.parametrize("role", ROLES)
def test_scenario_29_a_disk_error_at_any_call_loses_and_repeats_nothing(
    reports: dict[str, Report], role: str
) -> None:
    assert reports[role]["tried"]["EIO"] > 10
    assert wrong(reports[role], "EIO") == {}


@pytest.mark.parametrize("role", ROLES)
def test_scenario_33_a_disk_that_is_full_from_any_call_on_is_gone_on_with_later(
    reports: dict[str, Report], role: str
) -> None:
    assert reports[role]["tried"]["ENOSPC"] > 10
    assert wrong(reports[role], "ENOSPC") == {}


def test_scenario_30_what_was_committed_and_not_published_is_let_out_as_it_was_signed(
    reports: dict[str, Report],
) -> None:
    # Among the faults were such; each was opened again, and the note compared byte for byte.
    assert reports["sender"]["cut off"]["committed, not published"] > 0
    assert reports["sender"]["wrong"] == {}


def test_scenario_31_what_was_stored_and_not_receipted_is_receipted_once(
    reports: dict[str, Report],
) -> None:
    assert reports["receiver"]["cut off"]["stored, not receipted"] > 0
    assert reports["receiver"]["wrong"] == {}


@pytest.mark.soak
@pytest.mark.parametrize("role", ROLES)
def test_scenario_29_every_fault_at_every_call(role: str) -> None:
    report = end(begin(role, "--all"))

    assert set(report["tried"].values()) == {sum(report["calls"].values())}
    assert report["wrong"] == {}
