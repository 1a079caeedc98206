"""Work on a node from a test: run pieces of Python in a process that has the node's Django.

Started by `nodes.Node.run`. One line of JSON in, one line of JSON out: {"code": …} with the
expression or statements to run, answered by {"result": …} or {"error": …}. What the code assigns
to `result` comes back; names that it defines stay for the next piece.
"""

import json
import os
import sys
import traceback
from typing import Any


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.node.settings"
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Whatever the code prints must not mix with the answers.
    os.dup2(2, 1)
    import django

    django.setup()
    names: dict[str, Any] = {}
    for line in sys.stdin:
        try:
            names["result"] = None
            exec(json.loads(line)["code"], names)
            answer = {"result": names["result"]}
            text = json.dumps(answer, default=str)
        except Exception:  # noqa: BLE001 # The test is told, whatever it is.
            text = json.dumps({"error": traceback.format_exc()})
        from django.db import close_old_connections

        close_old_connections()
        print(text, file=answers, flush=True)


if __name__ == "__main__":
    main()
