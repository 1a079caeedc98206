"""Build the independent Go verifier once, or say why its tests are skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent / "tlogcheck" / "main.go"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def tlogcheck(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run the Go verifier with these arguments; gives exit code and output."""
    folder = tmp_path_factory.mktemp("tlogcheck")
    binary = _build(folder)

    def run(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        done = subprocess.run([binary, *arguments], input=stdin, capture_output=True, check=False)
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), "")

    return run


def _build(folder: Path) -> Path:
    go = shutil.which("go")
    if go is None:
        pytest.skip("Go is not installed: apt-get install golang-go golang-golang-x-mod-dev")
    path = os.environ.get("GOPATH") or "/usr/share/gocode"
    if not (Path(path) / "src" / "golang.org" / "x" / "mod").is_dir():
        pytest.skip("golang.org/x/mod is not installed: apt-get install golang-golang-x-mod-dev")
    environment = os.environ | {
        "GO111MODULE": "off",
        "GOPATH": path,
        "GOFLAGS": "",
        "GOCACHE": str(folder / "cache"),
    }
    binary = folder / "tlogcheck"
    subprocess.run(
        [go, "build", "-o", binary, SOURCE], env=environment, check=True, capture_output=True
    )
    return binary
