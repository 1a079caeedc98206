"""A process in one node's home that does what the maker says; see `inside`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .homes import ROOT, DemoError, environment

Carry = Callable[[dict[str, Any]], dict[str, Any]]
Then = Callable[[Any], None]


def _nowhere(_request: dict[str, Any]) -> dict[str, Any]:
    return {"status": 404, "headers": {}, "body": ""}


class Hand:
    """One node's process. `tell` and `answer` apart let two nodes work at the same time."""

    def __init__(self, home: Path, log: Path) -> None:
        self._log = log
        with log.open("a") as complaints:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "examples.demo.inside"],
                env=environment(home),
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
            )
        self._is_busy = False
        self._then: Then | None = None
        # Requests to the other node are brought there by this; the maker sets it.
        self.carry: Carry = _nowhere

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._process.kill()
        self._process.communicate()

    def do(self, deed: str, /, **given: Any) -> Any:
        """Have one deed done and return what it says; raise `DemoError` if it failed."""
        self.tell(deed, **given)
        return self.answer()

    def tell(self, deed: str, /, then: Then | None = None, **given: Any) -> None:
        """Say what is to be done, without waiting; `then` is given what it says.

        What was said before is done first.
        """
        self.settle()
        self._then, self._is_busy = then, True
        self._write({"do": deed, "with": given})

    def settle(self) -> None:
        """Wait until nothing is left to be done."""
        if self._is_busy:
            self.answer()

    def answer(self) -> Any:
        """Wait for what was said to be done, and return what it says."""
        self._is_busy = False
        while True:
            said = self._read()
            if "ask" not in said:
                break
            self._write(self.carry(said["ask"]))
        if "error" in said:
            raise DemoError(f"the demonstration could not be made:\n{said['error']}")
        if self._then is not None:
            self._then(said["result"])
        return said["result"]

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            last = self._log.read_text("utf-8").strip().splitlines()[-8:]
            raise DemoError("\n".join(["a node's process ended in the making:", *last]))
        return dict(json.loads(line))

    def _write(self, thing: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(thing, default=str) + "\n")
        self._process.stdin.flush()
