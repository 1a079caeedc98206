"""`answerable key`: which keys there are, and their files under a passphrase."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.cli.nodes import Running, answerable, init, outside

PASSPHRASE = "amber river under nine bridges"


def _secret(folder: Path, name: str, text: str = PASSPHRASE) -> str:
    path = folder / name
    path.write_text(text + "\n")
    path.chmod(0o600)
    return str(path)


def test_the_keys_are_listed_with_words_to_compare(node: tuple[Path, int, int]) -> None:
    home, _desk, _channel = node

    done = answerable("key", "list", "--home", str(home))

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "age",
        "delivery",
        "identity",
        "mirror",
        "node",
    ]
    assert sum(len(line.split()) == 13 for line in lines if line.startswith("  words ")) == 5
    assert "keys/identity/identity.key, plain" in done.stdout


def test_encrypted_keys_need_the_passphrase_at_the_start(
    node: tuple[Path, int, int], tmp_path: Path
) -> None:
    home, _desk, _channel = node
    before = answerable("key", "list", "--home", str(home)).stdout
    passphrase = _secret(tmp_path, "one")

    encrypted = answerable("key", "encrypt", "--home", str(home), "--passphrase-file", passphrase)
    without = answerable("up", str(home))
    with (home / "node.toml").open("a") as file:
        file.write(f'key_passphrase_file = "{passphrase}"\n')
    after = answerable("key", "list", "--home", str(home)).stdout

    assert (encrypted.returncode, "encrypted 5" in encrypted.stdout) == (0, True)
    assert (without.returncode, without.stderr.count("\n")) == (1, 1)
    assert "ANSWERABLE_KEY_PASSPHRASE_FILE" in without.stderr
    assert after == before.replace("plain", "encrypted")
    with Running(home) as running:
        running.wait_until_ready()
        busy = answerable("key", "decrypt", "--home", str(home))
    assert (busy.returncode, "runs already" in busy.stderr) == (1, True)

    _secret(tmp_path, "one", "not the passphrase at all")
    wrong = answerable("up", str(home))
    assert (wrong.returncode, wrong.stderr.count("\n")) == (1, 1)
    assert "does not open the key files" in wrong.stderr


def test_another_passphrase_and_none_again(node: tuple[Path, int, int], tmp_path: Path) -> None:
    home, _desk, _channel = node
    where = ("--home", str(home))
    before = answerable("key", "list", *where).stdout
    one = _secret(tmp_path, "one")
    two = _secret(tmp_path, "two", "seven lanterns on the quay")

    answerable("key", "encrypt", *where, "--passphrase-file", one)
    changed = answerable(
        "key", "change-passphrase", *where, "--passphrase-file", one, "--new-passphrase-file", two
    )
    old = answerable("key", "decrypt", *where, "--passphrase-file", one)
    new = answerable("key", "decrypt", *where, "--passphrase-file", two)

    assert "the settings still" not in changed.stdout
    assert (changed.returncode, old.returncode, new.returncode) == (0, 1, 0)
    assert answerable("key", "list", *where).stdout == before
    assert not (home / "keys" / "folder.lock").exists()


def test_after_another_passphrase_the_settings_that_name_the_old_one_are_named(
    node: tuple[Path, int, int], tmp_path: Path
) -> None:
    home, _desk, _channel = node
    where = ("--home", str(home))
    one = _secret(tmp_path, "one")
    two = _secret(tmp_path, "two", "seven lanterns on the quay")
    answerable("key", "encrypt", *where, "--passphrase-file", one)
    with (home / "node.toml").open("a") as file:
        file.write(f'key_passphrase_file = "{one}"\n')

    changed = answerable("key", "change-passphrase", *where, "--new-passphrase-file", two)

    assert changed.returncode == 0, changed.stderr
    assert f"the settings still take the passphrase from: {one}" in changed.stdout
    assert "key_passphrase_file" in changed.stdout


def test_a_node_can_be_made_with_encrypted_keys(tmp_path: Path) -> None:
    home = tmp_path / "node"

    done, _desk, _channel = init(home, "--key-passphrase-file", _secret(tmp_path, "one"))

    assert done.returncode == 0, done.stderr
    listed = answerable("key", "list", "--home", str(home))
    assert (listed.returncode, listed.stdout.count(", encrypted")) == (0, 5)
    assert "plain" not in listed.stdout


def test_killed_while_encrypting_every_key_is_old_or_new(
    node: tuple[Path, int, int], tmp_path: Path
) -> None:
    home, _desk, _channel = node
    where = ("--home", str(home))
    before = answerable("key", "list", *where).stdout
    passphrase = _secret(tmp_path, "one")

    for moment in range(4):
        deed = ("encrypt", "decrypt")[moment % 2]
        command = [sys.executable, "-m", "answerable.cli", "key", deed, *where]
        process = subprocess.Popen(
            [*command, "--passphrase-file", passphrase],
            env=outside(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        lock = home / "keys" / "folder.lock"
        while process.poll() is None and lock.exists() == (deed == "decrypt"):
            time.sleep(0.001)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        toml = (home / "node.toml").read_text()
        (home / "node.toml").write_text(f'{toml}\nkey_passphrase_file = "{passphrase}"\n')
        listed = answerable("key", "list", *where)
        (home / "node.toml").write_text(toml)

        assert listed.returncode == 0, listed.stderr
        assert listed.stdout.replace("encrypted", "plain") == before


def test_a_key_that_counts_in_no_channel_is_not_changed(node: tuple[Path, int, int]) -> None:
    home, _desk, _channel = node

    def refused(*arguments: str) -> str:
        done = answerable("key", *arguments, "--home", str(home))
        assert (done.returncode in (1, 2), done.stdout) == (True, ""), arguments
        return done.stderr

    assert "no such key counts" in refused("words", "mirror")
    assert "no open signed channel" in refused("rotate", "mirror")
    assert "no open signed channel" in refused("revoke", "node", "--why", "lost")
    assert "cannot be revoked" in refused("revoke", "identity", "--why", "stolen")
    assert "belongs to one channel" in refused("rotate", "log")
    assert "no signed channel nowhere" in refused("rotate", "log", "--channel", "nowhere")
    assert "there is no office bureau" in refused("rotate", "author", "--office", "bureau")
    assert "--why" in refused("revoke", "mirror")
