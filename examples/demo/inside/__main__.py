"""A hand in one node: does on it what the maker of the demo says, one line of JSON each.

In: `{"do": name, "with": {...}}`. Out: `{"result": ...}` or `{"error": text}`. While it fetches
from the other node it writes `{"ask": request}` instead and reads the answer as its next line.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import traceback
from typing import Any, TextIO


class Line:
    """The maker at the other end: one line in, one line out."""

    def __init__(self, hear: TextIO, speak: TextIO) -> None:
        self._hear, self._speak = hear, speak

    def heard(self) -> dict[str, Any] | None:
        """Return the next thing that the maker says; None when it has gone."""
        line = self._hear.readline()
        return dict(json.loads(line)) if line else None

    def say(self, thing: dict[str, object]) -> None:
        """Say one thing to the maker."""
        self._speak.write(json.dumps(thing) + "\n")
        self._speak.flush()

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Have the maker carry a request to the other node, and return the answer."""
        self.say({"ask": request})
        answer = self.heard()
        if answer is None:
            raise ConnectionError("the maker has gone")
        return answer


def main() -> None:
    """Do what is said until nothing more comes."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.node.settings"
    line = Line(sys.stdin, os.fdopen(os.dup(1), "w", encoding="utf-8"))
    # Whatever the node's code prints must not mix with our answers.
    os.dup2(2, 1)
    # Short-lived, and nothing here is worth the search for rings of dead objects.
    gc.disable()
    import django

    django.setup()
    from examples.demo.inside.hand import Hand

    hand = Hand(line.ask)
    while (said := line.heard()) is not None:
        try:
            answer: dict[str, object] = {"result": hand.do(said["do"], said["with"])}
        except Exception:  # noqa: BLE001 # The maker is told, whatever it is, and stops.
            answer = {"error": traceback.format_exc()}
        line.say(answer)


if __name__ == "__main__":
    main()
