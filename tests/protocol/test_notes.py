"""Signed notes, checkpoints and countersignatures: the one form, and everything else refused."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.protocol import checkpoint, cosignature, keys, note, tree
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.errors import BadCheckpoint, BadCosignTime, BadNote, BadSignature
from answerable.protocol.keys import VerifierKey
from answerable.protocol.note import Note, SignatureLine
from tests.protocol.make import NOW, flipped, key

ORIGIN = "alice.example/log"
AT = Checkpoint(ORIGIN, 7, tree.hash_leaf(b"root"))
LOG_KEY = VerifierKey(ORIGIN, keys.LOG, key("log").public)
MIRROR_KEY = VerifierKey("bob.example/mirror", keys.COSIGNER, key("mirror").public)
SIGNED = checkpoint.sign(AT, key("log"))
LINE = checkpoint.cosign(AT, MIRROR_KEY.name, key("mirror"), NOW)
RECEIPTED = note.parse(SIGNED).plus([LINE]).format()


def signed_text(text: str) -> bytes:
    line = SignatureLine(ORIGIN, LOG_KEY.key_id, key("log").sign(text.encode()))
    return Note(text, (line,)).format()


def test_a_checkpoint_reads_back() -> None:
    opened = checkpoint.open_note(RECEIPTED, LOG_KEY, [MIRROR_KEY])

    assert opened.checkpoint == AT
    assert [each.time for each in opened.verified] == [None, NOW]


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n+7\n{keys.encode_base64(AT.root)}\n",
        f"{ORIGIN}\n07\n{keys.encode_base64(AT.root)}\n",
        f"{ORIGIN}\n-7\n{keys.encode_base64(AT.root)}\n",
        f"{ORIGIN}\n7 \n{keys.encode_base64(AT.root)}\n",
        f"{ORIGIN}\n\u0667\n{keys.encode_base64(AT.root)}\n",
        f"{ORIGIN}\n9223372036854775808\n{keys.encode_base64(AT.root)}\n",
        f"{ORIGIN}\n7\n{keys.encode_base64(AT.root)}\nextension\n",
        f"{ORIGIN}\n7\n\n{keys.encode_base64(AT.root)}\n",
        f"{ORIGIN}\n7\n{keys.encode_base64(AT.root)}",
        f"{ORIGIN}\n7\n{keys.encode_base64(AT.root).replace('=', '')}\n",
        f"{ORIGIN}\n7\n{keys.encode_base64(bytes(31))}\n",
        f"{ORIGIN}\n7\n{keys.encode_base64(bytes(32))[:-2]}B=\n",
        f"{ORIGIN}\n0\n{keys.encode_base64(AT.root)}\n",
        f"\n7\n{keys.encode_base64(AT.root)}\n",
        f"alice example\n7\n{keys.encode_base64(AT.root)}\n",
        f"alice+example\n7\n{keys.encode_base64(AT.root)}\n",
        f"al\u00efce\n7\n{keys.encode_base64(AT.root)}\n",
        f"{'a' * 256}\n7\n{keys.encode_base64(AT.root)}\n",
        "",
    ],
)
def test_scenario_07_a_checkpoint_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(BadCheckpoint):
        checkpoint.parse(text)


def test_scenario_02_the_largest_size_is_read_and_one_more_is_not() -> None:
    root = keys.encode_base64(AT.root)

    assert checkpoint.parse(f"a\n{2**63 - 1}\n{root}\n").size == 2**63 - 1
    with pytest.raises(BadCheckpoint):
        checkpoint.parse(f"a\n{2**63}\n{root}\n")


def test_a_checkpoint_that_could_not_be_read_cannot_be_signed() -> None:
    with pytest.raises(BadCheckpoint):
        checkpoint.sign(Checkpoint("with space", 1, AT.root), key("log"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text\n",
        b"text\n\n",
        b"\n\n\xe2\x80\x94 a QQ==\n",
        SIGNED[:-1],
        SIGNED.replace(b"\n", b"\r\n"),
        SIGNED + b"\n",
        SIGNED + b"junk\n",
        SIGNED.replace(b"\xe2\x80\x94 ", b"- "),
        SIGNED.replace(b"\xe2\x80\x94 alice.example/log ", b"\xe2\x80\x94 alice.example/log\t"),
        SIGNED.replace(b"\xe2\x80\x94 alice", "\u2014 \u00a0alice".encode()),
        SIGNED.replace(b"\xe2\x80\x94 alice.example/log ", b"\xe2\x80\x94 "),
        SIGNED + "\u2014 short QUFBQQ==\n".encode(),
        SIGNED + "\u2014 odd QR==\n".encode(),
        b"\xff" + SIGNED,
        SIGNED.replace(b"7\n", b"7\x07\n", 1),
        SIGNED + "\u2014 x QUFBQUFB\n".encode() * 100,
    ],
)
def test_scenario_07_a_note_in_another_form_is_refused(data: bytes) -> None:
    with pytest.raises(BadNote):
        checkpoint.open_note(data, LOG_KEY)


def test_scenario_07_a_hundred_lines_are_read() -> None:
    data = SIGNED + "\u2014 x QUFBQUFB\n".encode() * 99

    assert len(checkpoint.open_note(data, LOG_KEY).note.signatures) == 100


def test_a_note_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadNote, match="at most"):
        note.parse(SIGNED + b"x" * note.MAX_BYTES)


def test_a_text_may_hold_empty_lines_itself() -> None:
    data = signed_text("one\n\ntwo\n")

    assert note.parse(data).text == "one\n\ntwo\n"
    assert note.verify(note.parse(data), [LOG_KEY])


def test_scenario_07_of_two_lines_of_one_key_the_first_counts() -> None:
    later = checkpoint.cosign(AT, MIRROR_KEY.name, key("mirror"), NOW + 9)
    both = note.parse(RECEIPTED + f"{later.format()}\n".encode())

    verified = note.verify(both, [MIRROR_KEY])

    assert [each.time for each in verified] == [NOW]


def test_a_second_line_of_a_key_that_fails_rejects_the_note() -> None:
    broken = SignatureLine(LINE.name, LINE.key_id, flipped(LINE.signature, 70))

    with pytest.raises(BadNote):
        note.verify(note.parse(RECEIPTED + f"{broken.format()}\n".encode()), [MIRROR_KEY])


def test_scenario_08_a_line_of_an_unknown_key_is_passed_over() -> None:
    opened = checkpoint.open_note(RECEIPTED, LOG_KEY)

    assert [each.key for each in opened.verified] == [LOG_KEY]


def test_scenario_47_a_line_of_a_type_not_known_yet_is_passed_over() -> None:
    line = SignatureLine("pq.example/mirror", b"\x01\x02\x03\x04", bytes(2428))

    opened = checkpoint.open_note(note.parse(RECEIPTED).plus([line]).format(), LOG_KEY)

    assert opened.checkpoint == AT


@pytest.mark.parametrize("at", [0, 8, 40, 71])
def test_scenario_08_a_known_key_whose_line_fails_rejects_the_note(at: int) -> None:
    broken = SignatureLine(LINE.name, LINE.key_id, flipped(LINE.signature, at))

    with pytest.raises(BadNote, match=r"bob\.example/mirror"):
        checkpoint.open_note(note.parse(SIGNED).plus([broken]).format(), LOG_KEY, [MIRROR_KEY])


def test_a_note_that_no_known_key_signed_is_refused() -> None:
    with pytest.raises(BadNote, match="no known key"):
        note.verify(note.parse(SIGNED), [MIRROR_KEY])


def test_a_note_that_only_a_countersigner_signed_is_not_the_logs() -> None:
    only = Note(AT.text(), (LINE,)).format()

    with pytest.raises(BadCheckpoint, match="itself"):
        checkpoint.open_note(only, LOG_KEY, [MIRROR_KEY])


def test_a_note_of_another_log_is_refused() -> None:
    other = VerifierKey("other.example/log", keys.LOG, key("log").public)

    with pytest.raises(BadCheckpoint, match="another log"):
        checkpoint.open_note(SIGNED, other)


def test_a_line_is_added_once_for_each_key() -> None:
    once = note.parse(RECEIPTED)
    later = checkpoint.cosign(AT, MIRROR_KEY.name, key("mirror"), NOW + 9)

    assert once.plus([LINE, later]) == once


@given(st.integers(1, cosignature.MAX_TIME))
def test_a_countersignature_tells_its_time(time: int) -> None:
    signature = cosignature.sign("text\n", key("mirror"), time)

    assert cosignature.verify("text\n", key("mirror").public, signature) == time


@pytest.mark.parametrize("time", [0, -1, 2**63])
def test_scenario_10_a_time_that_is_none_cannot_be_signed(time: int) -> None:
    with pytest.raises(BadCosignTime):
        cosignature.sign("text\n", key("mirror"), time)


@pytest.mark.parametrize("time", [0, 2**63])
def test_scenario_10_a_time_that_is_none_is_not_verified(time: int) -> None:
    message = f"cosignature/v1\ntime {time}\ntext\n".encode()
    signature = struct.pack(">Q", time) + key("mirror").sign(message)

    with pytest.raises(BadSignature):
        cosignature.verify("text\n", key("mirror").public, signature)


def test_a_countersignature_has_72_bytes() -> None:
    with pytest.raises(BadSignature):
        cosignature.verify("text\n", key("mirror").public, bytes(71))


@pytest.mark.parametrize(
    ("time", "previous", "fault"),
    [
        (NOW, None, None),
        (NOW, NOW, None),
        (NOW + cosignature.TOLERANCE, NOW, None),
        (NOW + 3600, None, "future"),
        (NOW - 1, NOW, "earlier"),
    ],
)
def test_scenario_10_an_odd_time_is_flagged(
    time: int, previous: int | None, fault: str | None
) -> None:
    assert cosignature.time_fault(time, now=NOW, previous=previous) == fault


@given(st.integers(0, len(RECEIPTED) - 1), st.integers(0, 7))
def test_no_changed_bit_of_a_receipted_note_goes_unseen(at: int, bit: int) -> None:
    changed = flipped(RECEIPTED, at, bit)
    try:
        opened = checkpoint.open_note(changed, LOG_KEY, [MIRROR_KEY])
    except BadNote:
        return
    # What is left is a note whose countersigner is nobody we know.
    assert [each.key for each in opened.verified] == [LOG_KEY]
    assert opened.checkpoint == AT
