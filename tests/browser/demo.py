"""The demonstration, made and run for the tests as `./run demo` does it for people."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from examples.demo import homes
from tests.stories.nodes import ROOT

READY = "Both nodes run"
STOPS_WITHIN = 30


@contextmanager
def running(folder: Path) -> Iterator[dict[str, str]]:
    """Make the demonstration in a folder, run it, and give each party's address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "examples.demo", "--folder", str(folder), "start"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = wait_ready(process)
        demo = homes.find(folder)
        assert demo is not None, said
        yield {node.code: node.desk_url.rstrip("/") for node in demo.made.nodes}
    finally:
        process.terminate()
        process.wait(STOPS_WITHIN)


def wait_ready(process: "subprocess.Popen[str]") -> str:
    """Read what it says until both nodes run; fail with all of it when it ends before."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if READY in line:
            return said
    raise AssertionError(f"the demonstration did not start:\n{said}")
