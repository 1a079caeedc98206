"""The demonstration, made and run for the tests as `./run demo` does it for people."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from examples.demo import homes
from examples.demo.making import VAULT
from tests.stories.nodes import ROOT

# Who enters it, by a short name: at which party, and the name on the button.
SEATS = {
    "intake": ("kelorane", "Intake at the bureau"),
    "analyst": ("kelorane", "Analyst at the bureau"),
    "officer": ("kelorane", "Case officer at the bureau"),
    "embassy officer": ("kelorane", "Officer at the embassy"),
    "clearer": ("kelorane", "Head of the bureau"),
    "embassy clearer": ("kelorane", "Head of section at the embassy"),
    "liaison": ("kelorane", "Liaison at the embassy"),
    "investigator": ("dorvelle", "Examiner at fact-finding"),
    "legal": ("kelorane", "Legal adviser to the special envoy"),
    "custodian": ("kelorane", "Source custodian at the bureau"),
    "principal": ("kelorane", "Special envoy"),
    "auditor": ("kelorane", "Auditor for Kelorane"),
    "administrator": ("kelorane", "Administrator for Kelorane"),
    "their officer": ("dorvelle", "Officer at the liaison office"),
    "their clearer": ("dorvelle", "Head of the liaison office"),
    "their administrator": ("dorvelle", "Administrator for Dorvelle"),
    "observer": ("kelorane", "Observer of the public record"),
}
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


def passphrase(folder: Path) -> str:
    """Return what opens the vault of the demonstration."""
    return str(json.loads((folder / "passwords.json").read_text())["kelorane"][VAULT])


def wait_ready(process: "subprocess.Popen[str]") -> str:
    """Read what it says until both nodes run; fail with all of it when it ends before."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if READY in line:
            return said
    raise AssertionError(f"the demonstration did not start:\n{said}")
