"""Write the files of vectors, or say which of them are not what the library computes.

`python -m tests.vectors.make` writes them, with `--check` it compares. They change only with the
protocol: what must fail, and with which code, is written down by hand in `formats`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tests.vectors.formats import (
    casework,
    encoding,
    entries,
    epochs,
    founding,
    marks,
    noted,
    policies,
    requests,
    shown,
    trees,
)
from tests.vectors.group import Group

FOLDER = Path(__file__).parent
FILES: dict[str, dict[str, Group]] = {
    "bodies": {"read": casework.BODIES},
    "canonical": {"read": encoding.CANONICAL},
    "checkpoints": noted.CHECKPOINTS,
    "contents": encoding.RECORDS,
    "cosignatures": noted.COSIGNATURES,
    "epochs": epochs.EPOCHS,
    "exchange": founding.EXCHANGE,
    "forks": shown.FORKS,
    "founding": founding.FOUNDING,
    "marks": marks.MARKS,
    "notes": noted.NOTES,
    "policies": policies.POLICIES,
    "proof_files": shown.PROOF_FILES,
    "proofs": trees.PROOFS,
    "requests": requests.REQUESTS,
    "statements": entries.STATEMENTS,
    "tiles": trees.TILES,
    "vkeys": noted.VKEYS,
    "words": {"read": casework.WORDS},
}


def path_of(name: str) -> Path:
    """Where a file of vectors is."""
    return FOLDER / f"{name}.json"


def written(groups: dict[str, Group]) -> str:
    """A file in its one form: sorted, a line for each value, ASCII."""
    computed: dict[str, Any] = {name: group.computed() for name, group in groups.items()}
    return json.dumps(computed, indent=1, sort_keys=True) + "\n"


def main(arguments: list[str]) -> int:
    """Write or compare every file; 1 where one differs."""
    stale = []
    for name, groups in FILES.items():
        text, path = written(groups), path_of(name)
        if path.is_file() and path.read_text(encoding="ascii") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.write_text(text, encoding="ascii")
    for name in stale:
        print(f"{'differs' if '--check' in arguments else 'written'}: {path_of(name).name}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
