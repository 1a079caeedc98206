"""Set what we recorded of the other side beside what it signed, and say where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from answerable.casework.codes import Kind
from answerable.node.desk.codes import RecordKind
from answerable.node.desk.examining_codes import BothSay
from answerable.node.desk.models import CarriedOn, RecordedStatement
from answerable.node.desk.services import pairing
from answerable.node.desk.services.pairing import Alone, Pairs
from answerable.node.desk.services.threads import Reading

# What one thing was said: its kind, what it is about, and in a figure what is counted of whom.
Key = tuple[str, str, str, str]
# Before the number of what the case on paper alone speaks of.
PAPER = "paper:"


@dataclass(frozen=True)
class Compared:
    """One thing as we recorded it and as they signed it; an empty value was not said.

    `subject` is the number of its question or incident here, and `on_paper` the one that it has on
    paper: empty where it was noted here, or is the same.
    """

    what: str
    subject: str
    category: str
    group: str
    recorded: str
    signed: str
    note: RecordedStatement | None
    on_paper: str = ""

    @property
    def standing(self) -> BothSay:
        """Tell whether both say the same."""
        if self.recorded == self.signed:
            return BothSay.SAME
        if not self.recorded or not self.signed:
            return BothSay.ONLY_SIGNED if self.signed else BothSay.ONLY_RECORDED
        return BothSay.DIFFERENT


@dataclass(frozen=True)
class Comparison:
    """What was recorded beside what was signed, and the questions that one side alone has."""

    rows: Sequence[Compared] = ()
    alone: Sequence[Alone] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything to show."""
        return bool(self.rows or self.alone)

    @property
    def differing(self) -> int:
        """Count the things of which both sides say something, and not the same."""
        return sum(row.standing == BothSay.DIFFERENT for row in self.rows)


def compared(reading: Reading, carried: Iterable[CarriedOn]) -> Comparison:
    """Return what was recorded of the other side beside what it signed, thing by thing.

    Of several notes about one thing the newest counts, as of several signed statements. Notes that
    were set aside are left out. Empty for a thread that nobody signed or noted anything of.
    """
    if not reading.is_signed:
        return Comparison()
    ids = [facts.id for facts in reading.account.incidents]
    theirs = [(one.recorded, _noted(one.recorded, ids)) for one in reading.beside if one.recorded]
    alone: list[Alone] = []
    on_paper: dict[str, str] = {}
    for link in carried:
        notes = list(
            RecordedStatement.objects.filter(
                channel=link.paper_channel_id, thread=link.paper_thread, set_aside_at__isnull=True
            ).order_by("stated_at", "pk")
        )
        paired = pairing.pairs(reading, link, notes)
        alone += paired.alone
        on_paper |= {new: old for old, new in paired.here.items() if new != old}
        theirs += [(note, _said_here(note, paired)) for note in notes]
    theirs = [one for one in theirs if not one[0].ours]
    recorded: dict[Key, tuple[str, RecordedStatement]] = {}
    for note, said in sorted(theirs, key=lambda one: (one[0].stated_at, one[0].pk)):
        recorded |= {key: (value, note) for key, value in said.items()}
    if not recorded:
        return Comparison(alone=alone)
    signed = _signed(reading)
    return Comparison(
        [
            _beside(key, recorded.get(key), signed.get(key, ""), on_paper)
            for key in sorted({*recorded, *signed}, key=_place)
        ],
        alone,
    )


def _said_here(note: RecordedStatement, paired: Pairs) -> dict[Key, str]:
    """Return what a note from paper says, under the numbers that the signed case has."""
    return {
        (key[0], paired.here.get(key[1], PAPER + key[1]) if key[1] else "", *key[2:]): value
        for key, value in _noted(note, paired.incidents).items()
    }


def _beside(
    key: Key,
    recorded: tuple[str, RecordedStatement] | None,
    signed: str,
    on_paper: Mapping[str, str],
) -> Compared:
    what, subject, category, group = key
    value, note = recorded or ("", None)
    if subject.startswith(PAPER):
        old = subject.removeprefix(PAPER)
        return Compared(what, "", category, group, value, signed, note, old)
    old = on_paper.get(subject, "")
    return Compared(what, subject, category, group, value, signed, note, old)


def _signed(reading: Reading) -> dict[Key, str]:
    """Return what the other side signed and did not take back, the newest of each thing."""
    dropped = {step.entry.leaf for step in reading.account.steps if step.withdrawn}
    counts = {step.entry.leaf for step in reading.account.steps if step.rejection is None}
    found: dict[Key, str] = {}
    for one in reading.spoken:
        if not one.ours and one.entry.leaf in counts - dropped:
            found |= _said(one.entry.kind, one.body or {}, one.words or {})
    return found


def _noted(note: RecordedStatement, incidents: Iterable[str]) -> dict[Key, str]:
    """Return what a note says; a position that names no incident is one on all of its case."""
    found = _said(note.statement, note.body or {}, note.words or {})
    if note.position and not any(key[0] == "position" for key in found):
        found |= {("position", one, "", ""): note.position for one in incidents}
    if note.kind == RecordKind.RECEIPT_CONFIRMED:
        found["receipt", "", "", ""] = "received"
    return found


def _said(kind: str, body: Mapping[str, Any], words: Mapping[str, Any]) -> dict[Key, str]:
    """Return what a statement says, thing by thing, each as a code, a range or a text."""
    found: dict[Key, str] = {}
    for row in body.get("answers") or ():
        if "question" in row:
            found["answer", row["question"], "", ""] = str(row["code"])
    for row in body.get("positions") or ():
        found["position", row["incident"], "", ""] = str(row["position"])
    for row in body.get("figures") or ():
        key = ("figure", row["incident"], str(row["category"]), str(row["group"]))
        found[key] = f"{row.get('low', '')}/{row.get('high', '')}"
    if kind == Kind.ACK and body.get("outcome") == "received":
        found["receipt", "", "", ""] = "received"
    if kind == Kind.RAISE:
        found["reply_due", "", "", ""] = str(body.get("reply_due", ""))
        found |= _facts(body)
        for row in words.get("questions") or ():
            found["question", row["id"], "", ""] = str(row["text"]).strip()
    for row in words.get("answers") or ():
        found["answer_text", row["id"], "", ""] = str(row["text"]).strip()
    return found


def _facts(body: Mapping[str, Any]) -> dict[Key, str]:
    found: dict[Key, str] = {}
    for row in body.get("incidents") or ():
        found["event_kind", row["id"], "", ""] = str(row["kind"])
        found["day", row["id"], "", ""] = str(row["start"])
    return found


_ORDER = (
    "receipt", "reply_due", "event_kind", "day", "question", "answer", "answer_text", "position",
    "figure",
)  # fmt: skip


def _place(key: Key) -> tuple[object, ...]:
    subject = key[1].removeprefix(PAPER)
    number = int(subject[1:]) if subject[1:].isdecimal() else 0
    return (subject[:1], subject != key[1], number, _ORDER.index(key[0]), key[2], key[3])
