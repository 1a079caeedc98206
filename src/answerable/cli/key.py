"""Look at a node's keys, change them, and keep their files encrypted with a passphrase."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from answerable.cli import keychange, node, passphrases, refusals, supervisor
from answerable.cli.errors import Misused, Refused

ROLES = {"identity": "identity", "logs": "log", "offices": "office"}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command's arguments."""
    parser = subparsers.add_parser("key", help="list and change the keys, encrypt their files")
    deeds = parser.add_subparsers(dest="deed", required=True)

    def add(name: str, purpose: str) -> argparse.ArgumentParser:
        deed = deeds.add_parser(name, help=purpose, description=purpose)
        node.add_home(deed)
        return deed

    add("list", "list this node's keys with the words to compare by telephone")
    add("check", "say which keys count in a channel and are not in the folder")
    keychange.add_parsers(add)
    age = add("age-identity", "write what opens our pouches, as the program age reads it")
    age.add_argument("--out", metavar="FILE", required=True, help="a new file, for you alone")
    encrypt = add("encrypt", "encrypt the key files with a passphrase; the node is not running")
    _add_passphrase(encrypt, "--passphrase-file", "the passphrase")
    decrypt = add("decrypt", "keep the key files without a passphrase again")
    _add_passphrase(decrypt, "--passphrase-file", "the passphrase; default: as in the settings")
    change = add("change-passphrase", "have another passphrase open the key files")
    _add_passphrase(change, "--passphrase-file", "the old passphrase; default: as in the settings")
    _add_passphrase(change, "--new-passphrase-file", "the new passphrase")


def run(args: argparse.Namespace) -> int:
    """Do one deed; 0 when it was done."""
    node.start(args)
    from answerable.node.ledger.errors import LedgerError

    deeds: dict[str, Callable[[argparse.Namespace], None]] = {
        "list": _list,
        "check": _check,
        "words": keychange.words,
        "age-identity": _age_identity,
        "rotate": keychange.rotate,
        "revoke": keychange.revoke,
        "encrypt": _encrypt,
        "decrypt": _decrypt,
        "change-passphrase": _change,
    }
    try:
        deeds[args.deed](args)
    except LedgerError as exc:
        raise Refused(refusals.say(exc)) from exc
    return 0


def _list(args: argparse.Namespace) -> None:
    from answerable.node.ledger import keyfiles
    from answerable.protocol.keys import fingerprint_words

    for name in keyfiles.names():
        is_retired = name.startswith(f"{keyfiles.RETIRED}/")
        known = name.removeprefix(f"{keyfiles.RETIRED}/")
        first, _, rest = known.partition(".")[0].partition("/")
        kept = "encrypted" if keyfiles.is_encrypted(name) else "plain"
        role = f"{ROLES.get(first, first)}{f' {rest}' if first in ('logs', 'offices') else ''}"
        print(f"{role} (retired)" if is_retired else role)
        if first in (*ROLES, keyfiles.MIRROR, keyfiles.DELIVERY, keyfiles.NODE, keyfiles.AGE):
            keyid = keyfiles.keyid_of(name)
            print(f"  keyid {keyid}\n  words {' '.join(fingerprint_words(bytes.fromhex(keyid)))}")
        print(f"  file  keys/{name}.key, {kept}")


def _check(_args: argparse.Namespace) -> None:
    from answerable.node.ledger import absent_keys, keylock

    keylock.check()
    missing = absent_keys.find()
    for each in missing:
        print(f"missing   {each}")
    if missing:
        raise Refused("bring these key files back, from the newest backup of the keys")
    print("every key that counts in an open channel is here")


def _age_identity(args: argparse.Namespace) -> None:
    """Write every identity that opens pouches, old ones too, also where the files are encrypted."""
    from answerable.node.ledger import keyfiles

    path, found = Path(args.out), keyfiles.age_identities()
    if not found:
        raise Refused("this node has no key that opens pouches")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write("# Opens every pouch sealed for this node. Not encrypted: keep it so.\n")
            file.writelines(f"{each}\n" for each in found)
    except FileExistsError as exc:
        raise Misused(f"{path} exists; name another file") from exc
    except OSError as exc:
        raise Misused(f"{path} cannot be written: {exc.strerror}") from exc
    print(f"wrote {path}: whoever has it reads every pouch sealed for this node; destroy it after")
    print(f"use   age -d -i {refusals.quoted(path)} FILE.pouch | zstd -d | tar x -C FOLDER")


def _encrypt(args: argparse.Namespace) -> None:
    from django.conf import settings

    from answerable.node.ledger import keyfiles, keylock

    home: Path = settings.NODE.home
    configured = settings.NODE.key_passphrase_file or settings.NODE.key_passphrase_command
    with supervisor.instance_lock(home):
        # A folder that is locked already was interrupted half-way, or got a plain file since.
        if keylock.is_locked():
            keylock.unlock(_current(args.passphrase_file))
        elif configured and args.passphrase_file is None:
            keylock.create(keylock.configured_passphrase())
        else:
            keylock.create(_new(args.passphrase_file, "--passphrase-file"))
        count = keyfiles.encrypt_all()
    print(f"encrypted {count} key files")
    if not configured:
        print("before the next start, set ANSWERABLE_KEY_PASSPHRASE_FILE or")
        print("ANSWERABLE_KEY_PASSPHRASE_COMMAND, or nothing starts (docs/operators/backup.md)")


def _decrypt(args: argparse.Namespace) -> None:
    from django.conf import settings

    from answerable.node.ledger import keyfiles, keylock

    home: Path = settings.NODE.home
    with supervisor.instance_lock(home):
        if not keylock.is_locked():
            raise Refused("the key files are not encrypted")
        keylock.unlock(_current(args.passphrase_file))
        count = keyfiles.decrypt_all()
        # Only now: until the last file is plain, the lock is what opens the rest.
        keylock.remove()
    print(f"decrypted {count} key files; whoever reads the folder can sign")


def _change(args: argparse.Namespace) -> None:
    from django.conf import settings

    from answerable.node.ledger import keylock

    home: Path = settings.NODE.home
    with supervisor.instance_lock(home):
        if not keylock.is_locked():
            raise Refused("the key files are not encrypted; see answerable key encrypt")
        old = _current(args.passphrase_file)
        keylock.unlock(old)
        keylock.change(old, _new(args.new_passphrase_file, "--new-passphrase-file"))
    print("the new passphrase opens the key files; the old one does not any more")
    named = settings.NODE.key_passphrase_file or settings.NODE.key_passphrase_command
    if named:
        print(f"the settings still take the passphrase from: {named}")
        print("before the next start, name the new file in node.toml (key_passphrase_file), or put")
        print("the new passphrase where the settings say: the node does not start with the old one")
    print("an old copy of the folder still opens with the old one: replace the keys if one is lost")


def _current(file: str | None) -> str:
    """Return the passphrase that opens the key files now."""
    from django.conf import settings

    from answerable.node.ledger import keylock

    configured = settings.NODE.key_passphrase_file or settings.NODE.key_passphrase_command
    if file is None and configured:
        return keylock.configured_passphrase()
    return passphrases.get(file, "--passphrase-file", "Passphrase of the key files")


def _new(file: str | None, option: str) -> str:
    return passphrases.get(file, option, "New passphrase of the key files", is_new=True)


def _add_passphrase(parser: argparse.ArgumentParser, option: str, purpose: str) -> None:
    parser.add_argument(
        option, metavar="FILE", help=f"file with {purpose}; - for stdin; else it is asked for"
    )
