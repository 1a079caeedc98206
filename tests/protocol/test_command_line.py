"""`answerable verify` and `answerable proof` on files, as somebody without a node calls them."""

from pathlib import Path

import pytest

from answerable.cli.main import main
from answerable.protocol import checkpoint, dsse, envelope, history, note
from answerable.protocol.memory import MemoryStore
from answerable.protocol.note import Note
from tests.protocol import make
from tests.protocol.make import channel, flipped, key, signed_genesis, two_nodes

FOUNDED = channel()
ALICE = FOUNDED.log("alice")
LOG = ALICE.key.format()
MIRROR, DELIVERY = (each.format() for each in ALICE.cosigners)
FOUNDING = {
    "policy": FOUNDED.policy("alice").encode(),
    "genesis.json": signed_genesis(FOUNDED),
}


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An exported log of 300 statements with both receipts, and what founds its channel."""
    alice, bob = two_nodes()
    for at in range(0, 300, 150):
        alice.say(*range(at, at + 150))
    make.follow(bob, alice)
    make.exchange_receipts(alice, bob)
    return write(tmp_path / "log", dict(history.export(alice.store, ALICE.origin, extra=FOUNDING)))


@pytest.fixture
def unreceipted(tmp_path: Path) -> Path:
    alice, _ = two_nodes()
    alice.say(1)
    return write(tmp_path / "new", dict(history.export(alice.store, ALICE.origin, extra=FOUNDING)))


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    said = captured.out + captured.err
    assert said.count("\n") <= 1 or code == 2
    return code, said


def test_a_folder_is_verified_by_the_keys_that_lie_in_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, "verify", folder)

    assert code == 0
    assert said == (
        "holds: 300 entries; 2 receipts (bob.example/answerable/delivery 2026-01-02T03:04:05Z, "
        f"bob.example/answerable/mirror 2026-01-02T03:04:05Z); {ALICE.origin}; "
        "300 messages signed; keys from the folder itself\n"
    )


def test_keys_that_are_given_count_and_are_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, FOUNDING)

    assert "keys from the keys given" in run(capsys, "verify", folder, LOG, MIRROR)[1]
    given_policy = run(capsys, "verify", folder, "--policy", tmp_path / "policy")
    assert "keys from the policy given" in given_policy[1]
    given_genesis = run(capsys, "verify", folder, "--genesis", tmp_path / "genesis.json")
    assert "keys from the genesis given" in given_genesis[1]


def test_without_the_genesis_the_policy_beside_it_serves(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "genesis.json").unlink()

    code, said = run(capsys, "verify", folder)

    assert (code, "messages" in said, "2 receipts" in said) == (0, False, True)


def test_the_messages_own_signatures_can_be_left_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "messages" not in run(capsys, "verify", folder, "--files-only")[1]


@pytest.mark.parametrize("index", [0, 256, 299])
def test_a_changed_message_is_named(
    index: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / ("tile/entries/000" if index < 256 else "tile/entries/001.p/44")
    entry = make.entry(ALICE, index)
    path.write_bytes(path.read_bytes().replace(entry, flipped(entry, 50)))

    code, said = run(capsys, "verify", folder)

    assert code == 1
    assert f"does not hold: entry {index} in {path.relative_to(folder)}" in said


def test_a_changed_tile_or_checkpoint_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tile, top = folder / "tile/0/000", folder / "checkpoint"
    good = tile.read_bytes()
    tile.write_bytes(flipped(good, 5))
    assert "tile/0/000 is not what its entries give" in run(capsys, "verify", folder)[1]
    tile.write_bytes(good)

    top.write_bytes(top.read_bytes().replace(b"\n300\n", b"\n299\n"))

    code, said = run(capsys, "verify", folder)
    assert (code, "does not verify" in said) == (1, True)


def test_every_key_that_is_given_must_have_signed(
    unreceipted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, "verify", unreceipted, LOG, MIRROR)

    assert (code, "bob.example/answerable/mirror did not sign" in said) == (1, True)


def test_the_quorum_of_a_policy_that_is_given_must_be_met(
    unreceipted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, FOUNDING)

    code, said = run(capsys, "verify", unreceipted, "--policy", tmp_path / "policy")

    assert (code, "quorum is not met" in said) == (1, True)


def test_a_new_log_without_receipts_holds_and_says_so(
    unreceipted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, "verify", unreceipted)
    (unreceipted / "genesis.json").unlink()
    by_policy = run(capsys, "verify", unreceipted)

    assert (code, "1 entry; 0 receipts;" in said) == (0, True)
    assert by_policy[0] == 0


def test_messages_that_are_not_understood_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = MemoryStore()
    unknown = dsse.sign(
        envelope.PAYLOAD_TYPE,
        make.statement(ALICE, 2, type="truce").payload(),
        [key("alice office")],
    )
    make.raw_log(store, ALICE.origin, key("alice log"), [unknown.format(), b"?"])
    write(tmp_path, dict(history.export(store, ALICE.origin, extra=FOUNDING)))

    code, said = run(capsys, "verify", tmp_path)

    assert code == 0
    assert "1 message signed, 1 of a kind not known here, 1 not understood" in said
    assert "(first: entry 1, not_canonical)" in said


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["nowhere"], 2, "cannot be read"),
        (["log", "--policy", "log/policy", "--genesis", "log/genesis.json"], 2, "one of them"),
        (["log", "no key"], 2, "not a verifier key"),
        (["log", MIRROR], 2, "first verifier key is the log's"),
        (["log", FOUNDED.log_key("bob").format()], 1, "the key is of"),
        (["log", "--policy", "log/genesis.json"], 1, "genesis.json"),
        (["log", "--policy", "log/nowhere"], 2, "cannot be read"),
        (["log", "--genesis", "log/policy"], 1, "policy"),
        (["log", "--genesis", "other.json"], 1, "founds no log"),
        (["log", "--policy", "other.policy"], 1, "knows no log"),
        (["empty"], 2, "checkpoint"),
    ],
)
def test_what_cannot_be_verified_says_why(
    arguments: list[str],
    code: int,
    part: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(folder.parent)
    other = channel("carol", "dave")
    write(folder.parent, {"other.json": signed_genesis(other)})
    write(folder.parent, {"other.policy": other.policy("carol").encode(), "empty/a": b""})
    if "nowhere" in arguments:
        arguments = [*arguments, "--entry", "nowhere"]

    found, said = run(capsys, "verify", *arguments)

    assert found == code
    assert part in said


def test_without_any_key_it_says_what_to_give(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "genesis.json").unlink()
    (folder / "policy").unlink()

    code, said = run(capsys, "verify", folder)

    assert (code, "--genesis" in said) == (2, True)


def prove(folder: Path, index: int, capsys: pytest.CaptureFixture[str]) -> tuple[Path, Path]:
    assert main(["proof", str(folder), "--index", str(index), "--out", str(folder / "out")]) == 0
    file, entry = capsys.readouterr().out.split()
    return Path(file), Path(entry)


def test_one_message_is_proven_and_verified(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, entry = prove(folder, 256, capsys)

    by_keys = run(capsys, "verify", file, LOG, MIRROR, DELIVERY, "--entry", entry)
    by_genesis = run(capsys, "verify", file, "--genesis", folder / "genesis.json", "--entry", entry)

    assert by_keys == (
        0,
        "holds: entry 256 of 300; 2 receipts (bob.example/answerable/delivery "
        "2026-01-02T03:04:05Z, bob.example/answerable/mirror 2026-01-02T03:04:05Z); "
        f"{ALICE.origin}; keys from the keys given\n",
    )
    assert "raise of 2026-01-02T03:04:05Z by office" in by_genesis[1]


def test_a_proof_of_another_message_does_not_hold(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, entry = prove(folder, 5, capsys)
    entry.write_bytes(flipped(entry.read_bytes(), 9))

    code, said = run(capsys, "verify", file, LOG, "--entry", entry)

    assert (code, "does not hold" in said) == (1, True)


def test_a_proof_is_of_a_message(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, _ = prove(folder, 5, capsys)

    code, said = run(capsys, "verify", file, LOG)

    assert (code, "--entry" in said) == (2, True)


def test_a_message_that_is_proven_may_still_not_be_understood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = MemoryStore()
    make.raw_log(store, ALICE.origin, key("alice log"), [b"?"])
    write(tmp_path, dict(history.export(store, ALICE.origin, extra=FOUNDING)))
    file, entry = prove(tmp_path, 0, capsys)

    code, said = run(
        capsys, "verify", file, "--genesis", tmp_path / "genesis.json", "--entry", entry
    )

    assert (code, "message not understood (not_canonical)" in said) == (0, True)


def test_a_message_that_is_not_there_cannot_be_proven(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "proof", folder, "--index", "300")[0] == 1
    assert run(capsys, "proof", tmp_path / "nowhere", "--index", "0")[0] == 2
    assert run(capsys, "proof", folder, "--index", "0", "--out", folder / "policy")[0] == 1


def test_a_file_that_cannot_be_read_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tile/0/000").unlink()
    (folder / "tile/0/000").mkdir()

    code, said = run(capsys, "verify", folder)

    assert (code, "tile/0/000 cannot be read" in said) == (1, True)


def test_without_anything_to_verify_it_says_what_to_give(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANSWERABLE_HOME", raising=False)

    code, said = run(capsys, "verify")

    assert (code, "say what to verify" in said) == (2, True)


def test_a_file_of_any_size_is_read_within_limits(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "huge").open("wb") as file:
        file.truncate(1 << 26)

    code, said = run(capsys, "verify", folder, "--policy", folder / "huge")

    assert (code, "larger than any file" in said) == (1, True)


def test_an_unbelievable_time_is_shown_as_unknown(
    unreceipted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = note.parse((unreceipted / "checkpoint").read_bytes())
    at = checkpoint.parse(opened.text)
    line = checkpoint.cosign(at, "bob.example/answerable/mirror", key("bob mirror"), 2**62)
    whole = Note(opened.text, (*opened.signatures, line)).format()
    (unreceipted / "checkpoint").write_bytes(whole)

    assert "mirror at an unknown time" in run(capsys, "verify", unreceipted)[1]
