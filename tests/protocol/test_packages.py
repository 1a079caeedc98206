"""A package holds as a whole, and whatever was changed in it is named."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.protocol import envelope, history, note, package, proof, stored_zip
from answerable.protocol.errors import BadPackage, Fault
from answerable.protocol.keys import COSIGNER, VerifierKey
from answerable.protocol.memory import MemoryStore
from answerable.protocol.note import SignatureLine
from answerable.protocol.package import Package
from tests.protocol import make
from tests.protocol.make import channel, flipped, key, signed_genesis
from tests.protocol.packages import (
    SEALED,
    SEALED_JSON,
    SEALED_OTHER,
    WITNESS,
    changed,
    packed,
    parts,
)

PACKED = packed()
COMMIT = f"content/{SEALED.commit.hex()}"
MEMBERS = stored_zip.read(PACKED)


def replaced(member: str, value: bytes) -> bytes:
    return changed(PACKED, **{member: value})


def test_a_whole_package_holds() -> None:
    report = package.check(PACKED)

    assert report.reading.statement is not None
    assert report.reading.index == 3
    assert [each.key.name for each in report.receipts] == [
        "bob.example/answerable/delivery",
        "bob.example/answerable/mirror",
    ]
    assert report.is_receipted
    assert report.package.contents == (SEALED,)


def test_the_same_message_gives_the_same_bytes() -> None:
    assert packed() == PACKED


def test_any_zip_program_opens_it() -> None:
    with zipfile.ZipFile(io.BytesIO(PACKED)) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == MEMBERS
        assert all(each.date_time == (1980, 1, 1, 0, 0, 0) for each in opened.infolist())


def test_words_lie_beside_their_record_where_they_can_be_read() -> None:
    found = packed(parts(contents=[SEALED, SEALED_JSON, SEALED_OTHER]))

    members = stored_zip.read(found)

    assert members[f"{COMMIT}.txt"] == b"What happened at the clinic?"
    assert members[f"content/{SEALED_JSON.commit.hex()}.json"] == b"{}"
    assert not any(name.startswith(f"content/{SEALED_OTHER.commit.hex()}.") for name in members)
    assert len(package.check(found).package.contents) == 3


def test_a_message_without_receipt_is_packed_and_said_to_have_none() -> None:
    report = package.check(packed(parts(receipted=False)))

    assert (report.receipts, report.is_receipted) == ((), False)


def test_a_line_of_a_witness_is_carried_and_is_no_receipt() -> None:
    report = package.check(packed(parts(witnessed=True)))

    assert [each.key for each in report.witnessed] == [WITNESS]
    assert len(report.receipts) == 2
    unreceipted = package.check(packed(parts(receipted=False, witnessed=True)))
    assert (len(unreceipted.witnessed), unreceipted.is_receipted) == (1, False)


def test_scenario_47_a_line_of_a_type_not_known_yet_is_passed_over() -> None:
    found = parts()
    file = proof.parse(found.proof)
    line = SignatureLine("pq.example/w", b"\x01\x02\x03\x04", bytes(2428))
    carried = note.parse(file.note).plus([line]).format()
    later = proof.ProofFile(file.index, file.hashes, carried).format()

    report = package.check(packed(Package(found.entry, later, found.genesis)))

    assert len(report.receipts) == 2


def test_a_message_that_is_not_understood_is_evidence_too() -> None:
    alice, _ = make.two_nodes()
    make.grow(alice.store, alice.own.origin, alice.log_key, [b"nonsense"])
    found = Package(
        b"nonsense",
        history.proof_file(alice.store, alice.own.origin, 0),
        signed_genesis(alice.founded),
    )

    report = package.check(packed(found))

    assert report.reading.fault is Fault.NOT_CANONICAL


@pytest.mark.parametrize("member", [name for name in MEMBERS if not name.startswith("README")])
def test_a_changed_byte_is_found_and_the_member_named(member: str) -> None:
    value = MEMBERS[member]
    for at in range(0, len(value), max(len(value) // 40, 1)):
        with pytest.raises(BadPackage) as caught:
            package.check(replaced(member, flipped(value, at)))
        assert caught.value.member == member, at


@pytest.mark.parametrize(
    "member", ["entry.json", "proof.tlog-proof", "policy", "vkeys", "genesis.json", "README.txt"]
)
def test_a_member_that_is_left_out_is_named(member: str) -> None:
    with pytest.raises(BadPackage, match="missing") as caught:
        package.check(changed(PACKED, **{member: None}))

    assert caught.value.member == member


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "content/x", "notes", "content/AB.txt"])
def test_a_member_of_no_package_is_refused(name: str) -> None:
    with pytest.raises(BadPackage, match="not a member") as caught:
        package.check(replaced(name, b"x"))

    assert caught.value.member == name


def test_a_member_larger_than_its_kind_is_refused() -> None:
    with pytest.raises(BadPackage, match="too large"):
        package.check(replaced("README.txt", bytes(64 * 1024 + 1)))


def test_a_content_the_message_does_not_speak_of_is_refused() -> None:
    other = f"content/{SEALED_OTHER.commit.hex()}"

    with pytest.raises(BadPackage, match="does not speak of it") as caught:
        package.check(replaced(other, SEALED_OTHER.salt + SEALED_OTHER.record))

    assert caught.value.member == other


def test_a_readable_copy_of_what_is_not_here_is_refused() -> None:
    name = f"content/{SEALED_OTHER.commit.hex()}.txt"

    with pytest.raises(BadPackage, match="not here") as caught:
        package.check(replaced(name, b"x"))

    assert caught.value.member == name


def test_a_readable_copy_that_is_left_out_is_missed() -> None:
    with pytest.raises(BadPackage) as caught:
        package.check(changed(PACKED, **{f"{COMMIT}.txt": None}))

    assert caught.value.member == f"{COMMIT}.txt"


def test_members_in_another_order_are_refused() -> None:
    turned = stored_zip.write(dict(reversed(MEMBERS.items())))

    with pytest.raises(BadPackage, match="place"):
        package.check(turned)


def test_the_message_of_another_place_does_not_fit_the_proof() -> None:
    other = make.entry(channel().log("alice"), 2)

    with pytest.raises(BadPackage) as caught:
        package.check(changed(packed(parts()), **{"entry.json": other}))

    # A genuine message and a genuine proof that do not belong together: the proof is to blame.
    assert caught.value.member == "proof.tlog-proof"


def test_a_package_of_another_channel_is_refused() -> None:
    with pytest.raises(BadPackage, match="has no log") as caught:
        package.check(replaced("genesis.json", signed_genesis(channel("alice", "carol"))))

    assert caught.value.member == "genesis.json"


@pytest.mark.parametrize("suffix", ["/e1", "/e2", "/e02", "/x", "/e2/e3"])
def test_a_log_that_the_channel_has_not_is_refused(suffix: str) -> None:
    found, store = channel(), MemoryStore()
    origin = found.origin("alice") + suffix
    make.raw_log(store, origin, key("alice log"), [b"one"])
    parts = Package(b"one", history.proof_file(store, origin, 0), signed_genesis(found))

    with pytest.raises(BadPackage, match="has no log") as caught:
        package.judge(parts)

    assert caught.value.member == "genesis.json"


def test_a_policy_that_asks_for_less_is_refused() -> None:
    weaker = MEMBERS["policy"].replace(b"quorum mirrors", b"quorum none")
    with pytest.raises(BadPackage, match="founding document") as caught:
        package.check(replaced("policy", weaker))

    assert caught.value.member == "policy"


def test_a_proof_of_a_log_of_nobody_is_refused() -> None:
    found = packed(parts())
    proof = stored_zip.read(found)["proof.tlog-proof"].replace(b"/alice\n", b"/alicf\n")

    with pytest.raises(BadPackage, match="has no log") as caught:
        package.check(changed(found, **{"proof.tlog-proof": proof}))

    assert caught.value.member == "proof.tlog-proof"


@pytest.mark.parametrize("role", ["mirror", "log", "office"])
def test_scenario_46_a_partys_key_as_a_witness_is_refused(role: str) -> None:
    again = VerifierKey("other.example/w", COSIGNER, key(f"alice {role}").public)
    line = f"witness witness-1 {again.format()}\ngroup".encode()

    with pytest.raises(BadPackage, match=r"witness itself|twice") as caught:
        package.check(replaced("policy", MEMBERS["policy"].replace(b"group", line)))

    assert caught.value.member == "policy"


def test_a_witness_under_a_name_of_its_own_choice_is_refused() -> None:
    line = f"witness w {WITNESS.format()}\n".encode()

    with pytest.raises(BadPackage, match="founding document"):
        package.check(replaced("policy", MEMBERS["policy"] + line))


def test_bytes_after_before_and_between_are_refused() -> None:
    for data in (PACKED + b"x", b"x" + PACKED, PACKED[:40] + b"x" + PACKED[40:], PACKED[:-1], b""):
        with pytest.raises(BadPackage):
            package.check(data)


def test_a_package_packed_anew_is_refused_and_says_so() -> None:
    anew = io.BytesIO()
    with zipfile.ZipFile(anew, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, value in MEMBERS.items():
            opened.writestr(name, value)

    with pytest.raises(BadPackage, match="packed anew"):
        package.check(anew.getvalue())


def test_a_bomb_is_never_unpacked() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("README.txt", bytes(200_000_000))

    with pytest.raises(BadPackage):
        package.check(bomb.getvalue())


def test_a_size_that_is_only_claimed_is_refused() -> None:
    claimed = bytearray(PACKED)
    claimed[18:22] = b"\xff\xff\xff\x7f"

    with pytest.raises(BadPackage, match="not wholly here"):
        package.check(bytes(claimed))


def test_a_file_larger_than_any_package_is_not_read() -> None:
    with pytest.raises(BadPackage, match="larger"):
        stored_zip.read(bytes(stored_zip.MAX_BYTES + 1))


def test_a_member_twice_and_too_many_members_are_refused() -> None:
    one = stored_zip.write({"a": b"1"})
    local = one[: one.index(b"PK\x01\x02")]
    with pytest.raises(BadPackage, match="twice"):
        stored_zip.read(local + one)
    with pytest.raises(BadPackage, match="too many"):
        stored_zip.read(stored_zip.write({str(n): b"" for n in range(257)}))


@given(
    st.dictionaries(st.text("abc/.", min_size=1, max_size=9), st.binary(max_size=99), min_size=1)
)
def test_what_is_written_is_read_back(members: dict[str, bytes]) -> None:
    assert stored_zip.read(stored_zip.write(members)) == members


@given(st.data())
def test_no_changed_byte_passes_but_in_the_pages_for_people(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(PACKED) - 1))
    bit = data.draw(st.integers(0, 7))

    with pytest.raises(BadPackage):
        package.check(flipped(PACKED, at, bit))


@given(st.binary(max_size=300))
def test_any_bytes_are_answered_with_one_error(data: bytes) -> None:
    with pytest.raises(BadPackage):
        package.check(b"PK\x03\x04" + data)


def test_the_entry_is_the_envelope_to_the_byte() -> None:
    assert MEMBERS["entry.json"] == parts(contents=[SEALED]).entry
    envelope.open_entry(MEMBERS["entry.json"])
