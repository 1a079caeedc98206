"""Key files under a passphrase: opened once, never half-converted, clear when they do not open."""

import dataclasses
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from answerable.node.ledger import keyfiles, keylock
from answerable.node.ledger.errors import BadKeyFile

PASSPHRASE = "amber river under nine bridges"


@pytest.fixture
def home(tmp_path: Path, settings: LazySettings) -> Iterator[Path]:
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE + "\n")
    file.chmod(0o600)
    home = tmp_path / "node"
    (home / "keys").mkdir(parents=True)
    settings.NODE = dataclasses.replace(settings.NODE, home=home, key_passphrase_file=file)
    yield home
    # As a new process would begin.
    keylock.forget()


def test_a_key_made_in_a_locked_folder_is_never_plain_on_disk(home: Path) -> None:
    keylock.create(PASSPHRASE)

    secret = keyfiles.make_secret("mirror", lambda: secrets.token_bytes(32))
    keylock.forget()

    text = (home / "keys" / "mirror.key").read_text()
    assert keyfiles.load_secret("mirror") == secret
    assert text.startswith("answerable-key-2 ")
    assert keyfiles.is_encrypted("mirror")


def test_keys_stay_the_same_through_encrypting_and_back(home: Path) -> None:
    public = {name: keyfiles.make(name).public for name in ("mirror", "logs/them", "offices/a")}
    keylock.create(PASSPHRASE)

    assert keyfiles.encrypt_all() == 3
    assert {name: keyfiles.load(name).public for name in public} == public
    assert keyfiles.decrypt_all() == 3
    keylock.remove()

    assert {name: keyfiles.load(name).public for name in public} == public
    assert not any(keyfiles.is_encrypted(name) for name in public)


def test_a_folder_whose_conversion_was_interrupted_is_legible_and_can_be_finished(
    home: Path,
) -> None:
    public = {name: keyfiles.make(name).public for name in ("mirror", "delivery")}
    keylock.create(PASSPHRASE)
    line = keylock.encrypt("mirror", keyfiles.load_secret("mirror"))
    (home / "keys" / "mirror.key").write_text(line)

    assert {name: keyfiles.load(name).public for name in public} == public
    assert keyfiles.encrypt_all() == 1


def test_a_wrong_passphrase_is_named_and_changes_nothing(home: Path) -> None:
    keylock.create(PASSPHRASE)
    keyfiles.make("mirror")
    before = keylock.path().read_bytes()
    keylock.forget()

    with pytest.raises(BadKeyFile, match="does not open"):
        keylock.unlock("some other passphrase")
    with pytest.raises(BadKeyFile, match="does not open"):
        keylock.change("some other passphrase", "a third passphrase")

    assert keylock.path().read_bytes() == before


def test_without_a_passphrase_the_error_says_what_to_set(
    home: Path, settings: LazySettings
) -> None:
    keylock.create(PASSPHRASE)
    keylock.forget()
    settings.NODE = dataclasses.replace(settings.NODE, key_passphrase_file=None)

    with pytest.raises(BadKeyFile, match="ANSWERABLE_KEY_PASSPHRASE_FILE"):
        keylock.check()


def test_the_passphrase_may_come_from_a_command(home: Path, settings: LazySettings) -> None:
    keylock.create(PASSPHRASE)
    keylock.forget()
    settings.NODE = dataclasses.replace(
        settings.NODE, key_passphrase_file=None, key_passphrase_command=f"echo '{PASSPHRASE}'"
    )

    keylock.check()

    settings.NODE = dataclasses.replace(settings.NODE, key_passphrase_command="false")
    keylock.forget()
    with pytest.raises(BadKeyFile, match="COMMAND gave no passphrase"):
        keylock.check()


def test_a_new_passphrase_opens_and_the_old_one_does_not(home: Path) -> None:
    keylock.create(PASSPHRASE)
    public = keyfiles.make("mirror").public

    keylock.change(PASSPHRASE, "seven lanterns on the quay")
    keylock.forget()

    with pytest.raises(BadKeyFile):
        keyfiles.load("mirror")
    keylock.unlock("seven lanterns on the quay")
    assert keyfiles.load("mirror").public == public


def test_an_encrypted_file_under_another_name_does_not_open(home: Path) -> None:
    keylock.create(PASSPHRASE)
    keyfiles.make("mirror")
    (home / "keys" / "mirror.key").rename(home / "keys" / "delivery.key")

    with pytest.raises(BadKeyFile, match="damaged"):
        keyfiles.load("delivery")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "answerable-key-2 \n",
        "answerable-key-2 0000000000000000 AAAA\n",
        "answerable-key-1 " + "A" * 9000,
        "answerable-key-3 abc\n",
        "answerable-key-1 \xff\n",
    ],
)
def test_a_key_file_that_is_none_is_refused(home: Path, text: str) -> None:
    path = home / "keys" / "mirror.key"
    path.write_text(text)
    path.chmod(0o600)

    with pytest.raises(BadKeyFile):
        keyfiles.load("mirror")


@pytest.mark.parametrize("text", ["", "one\ntwo\n", "x" * 2000, "\n", "\xff\xfe"])
def test_a_passphrase_file_holds_one_line(home: Path, text: str) -> None:
    file = home.parent / "passphrase"
    file.write_bytes(text.encode("latin-1"))

    with pytest.raises(BadKeyFile, match="hold"):
        keylock.configured_passphrase()


def test_a_passphrase_file_that_everybody_reads_is_refused(home: Path) -> None:
    (home.parent / "passphrase").chmod(0o644)

    with pytest.raises(BadKeyFile, match="0600"):
        keylock.configured_passphrase()


def test_a_short_passphrase_is_not_taken(home: Path) -> None:
    with pytest.raises(BadKeyFile, match="at least 12"):
        keylock.create("short")

    assert not keylock.is_locked()
