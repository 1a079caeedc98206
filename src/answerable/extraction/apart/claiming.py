"""Read what texts claim in a child process that can be killed, as `sandbox` reads documents.

A text that makes our own rules run for ever, or eat all memory, costs its child and no worker.
"""

from __future__ import annotations

from datetime import date

import msgspec

from answerable.extraction.apart.claimer import TextAnswer, TextRequest
from answerable.extraction.apart.lasting import Lasting
from answerable.extraction.documents.document import Limits
from answerable.extraction.errors import PROBLEMS, Damaged, TooLarge, TooMuchMemory

# Two million characters full of claims take 290 MB and, alone on a slow core, most of a minute.
CLAIMING = Limits(
    max_chars=2_000_000,
    max_bytes=8_000_000,
    memory_bytes=300 * 1024 * 1024,
    cpu_seconds=120,
    wall_seconds=300.0,
)
# For who wants all claims and not the first of them: the same text with sixty thousand of them.
ALL_CLAIMS = msgspec.structs.replace(CLAIMING, memory_bytes=512 * 1024 * 1024)
# What one claim may take on the way back, its words and its sources included.
_BYTES_OF_A_CLAIM = 8_000


def read_claims_apart(
    text: str, *, published: date | None, most_claims: int, limits: Limits = CLAIMING
) -> TextAnswer:
    """Read one text with our own reader in a child process of its own, as `ClaimsReader` does."""
    with ClaimsReader(most_claims=most_claims, limits=limits) as reader:
        return reader.read(text, published=published)


class ClaimsReader:
    """One child process that reads text after text, and is replaced where it dies.

    For one thread at a time. Nothing of a text stays but what was worked out of its single words.
    """

    def __init__(self, *, most_claims: int, limits: Limits = CLAIMING) -> None:
        """Start nothing yet: that is for `begin`, or for the first text."""
        self._most_claims, self._limits = most_claims, limits
        self._child: Lasting | None = None

    def __enter__(self) -> ClaimsReader:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def begin(self) -> Lasting:
        """Start the child, so that it can load its words before there is a text."""
        if self._child is None:
            self._child = Lasting("claimer", msgspec.json.encode(self._limits) + b"\n")
        return self._child

    def close(self) -> None:
        """End the child; the next text gets a new one."""
        if self._child is not None:
            child, self._child = self._child, None
            child.end()

    def read(self, text: str, *, published: date | None, language: str | None = None) -> TextAnswer:
        """Return what a text claims, or raise the `Unreadable` of why not.

        Raises `processes.ReaderDidNotStart` where not the text but this installation is at fault.
        What comes back is a closed answer; that its quotes stand in the text is for `accept` to
        say.
        """
        # A lone surrogate becomes one other character, so that every place in the text stays.
        data = text.encode("utf-8", "replace")
        if len(text) > self._limits.max_chars or len(data) > self._limits.max_bytes:
            raise TooLarge
        request = TextRequest(
            published=published,
            language=language,
            most_claims=self._most_claims,
            bytes=len(data),
        )
        question = msgspec.json.encode(request) + b"\n" + data
        read_others = self._child is not None and self._child.has_answered
        try:
            return self._answer(question)
        except (Damaged, TooMuchMemory):
            # Those before may have left it little room, or it was killed between two: whether a
            # text is refused must not hang on its neighbours.
            if not read_others:
                raise
        return self._answer(question)

    def _answer(self, question: bytes) -> TextAnswer:
        child = self.begin()
        try:
            said = child.ask(
                question,
                wall_seconds=self._limits.wall_seconds,
                most=self._most_claims * _BYTES_OF_A_CLAIM,
            )
            return self._believed(said)
        except BaseException:
            self.close()
            raise

    def _believed(self, said: bytes) -> TextAnswer:
        """Check the child's answer as one checks a stranger's."""
        try:
            answer = msgspec.json.decode(said, type=TextAnswer)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise Damaged("answer") from error
        if answer.problem is not None:
            raise PROBLEMS.get(answer.problem, Damaged)
        too_many = len(answer.claims) > self._most_claims or len(answer.languages) > 200
        if too_many or answer.left_out < 0:
            raise Damaged("answer")
        return answer
