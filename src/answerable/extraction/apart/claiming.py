"""Read what a text claims in a child process that can be killed, as `sandbox` reads documents.

A text that makes our own rules run for ever, or eat all memory, costs its child and no worker.
"""

from datetime import date

import msgspec

from answerable.extraction.apart import sandbox
from answerable.extraction.apart.child import READY
from answerable.extraction.apart.claimer import TextAnswer, TextRequest
from answerable.extraction.documents.document import Limits
from answerable.extraction.errors import PROBLEMS, Damaged, TooLarge

# Two million characters full of claims take 290 MB and, alone on a slow core, most of a minute.
CLAIMING = Limits(
    max_chars=2_000_000,
    max_bytes=8_000_000,
    memory_bytes=300 * 1024 * 1024,
    cpu_seconds=120,
    wall_seconds=300.0,
)
# What one claim may take on the way back, its words and its sources included.
_BYTES_OF_A_CLAIM = 8_000


def read_claims_apart(
    text: str, *, published: date | None, most_claims: int, limits: Limits = CLAIMING
) -> TextAnswer:
    """Read a text with our own reader in a child process, or raise the `Unreadable` of why not.

    Raises `sandbox.ReaderDidNotStart` where not the text but this installation is at fault.
    What comes back is a closed answer; that its quotes stand in the text is for `accept` to say.
    """
    # A lone surrogate becomes one other character, so that every place in the text stays.
    data = text.encode("utf-8", "replace")
    if len(text) > limits.max_chars or len(data) > limits.max_bytes:
        raise TooLarge
    request = TextRequest(published=published, most_claims=most_claims, limits=limits)
    output = sandbox.run_module(
        "claimer",
        msgspec.json.encode(request) + b"\n",
        data,
        limits,
        most=most_claims * _BYTES_OF_A_CLAIM,
    )
    try:
        answer = msgspec.json.decode(output.removeprefix(READY), type=TextAnswer)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Damaged("answer") from error
    if answer.problem is not None:
        raise PROBLEMS.get(answer.problem, Damaged)
    if len(answer.claims) > most_claims or answer.left_out < 0 or len(answer.languages) > 200:
        raise Damaged("answer")
    return answer
