"""Make a new node in a folder: settings, secret, database, party and keys, first people."""

import argparse
import os
import re
import secrets
import shlex
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from answerable.cli import node
from answerable.cli.errors import Misused, Refused

MODES = {
    "alone": "record what you deliver and what comes back; nobody else runs a node",
    "paper": "the same, with a first counterpart who answers on paper",
    "channel": "prepare for a signed channel with another node",
}
SETTINGS = (
    "desk_address",
    "channel_address",
    "channel_url",
    "allowed_hosts",
    "language",
    "time_zone",
    "reference_prefix",
    "database_url",
    "key_passphrase_file",
)
CODE = re.compile(r"[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?")


@dataclass(frozen=True)
class Plan:
    """What the new node will be."""

    home: Path
    mode: str
    party: str
    party_name: str
    domain: str
    admin: str
    admin_name: str
    offices: tuple[tuple[str, str], ...]
    counterpart: str
    counterpart_name: str
    settings: tuple[tuple[str, str], ...]


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command's arguments."""
    parser = subparsers.add_parser(
        "init",
        help="make a new node in a folder",
        description="Asks what is not given. Nothing is left behind if it does not succeed.",
    )
    add = parser.add_argument
    add("folder", metavar="HOME", help="a folder that does not exist yet, or is empty")
    add("--mode", choices=sorted(MODES), help="; ".join(f"{k}: {v}" for k, v in MODES.items()))
    add("--party", metavar="CODE", help="short code of the party, such as meridia")
    add("--party-name", metavar="NAME", help="the party's name, as it stands in letters")
    add("--domain", metavar="DOMAIN", help="the party's domain name; its logs are named after it")
    add("--admin", metavar="USERNAME", help="user name of the first administrator")
    add("--admin-name", metavar="NAME", help="name of the first administrator")
    add("--office", metavar="CODE:NAME", action="append", help="an office; give one or more")
    add("--counterpart", metavar="CODE", help="mode paper: short code of the counterpart")
    add("--counterpart-name", metavar="NAME", help="mode paper: the counterpart's name")
    add("--desk-address", metavar="HOST:PORT", help="where people connect")
    add("--channel-address", metavar="HOST:PORT", help="where peers connect")
    add("--channel-url", metavar="URL", help="the address under which peers reach this node")
    add("--allowed-hosts", metavar="HOSTS", help="host names of the listeners, by comma")
    add("--node-name", metavar="NAME", help="shown at the top of every page")
    add("--language", choices=["en", "uk", "ru", "ar", "he"], help="language of the pages")
    add("--time-zone", metavar="ZONE", help="such as Europe/Kyiv")
    add("--reference-prefix", metavar="LETTERS", help="begins an incident's reference")
    add("--database-url", metavar="URL", help="PostgreSQL instead of SQLite")
    add("--key-passphrase-file", metavar="FILE", help="encrypt the key files with this one line")


def run(args: argparse.Namespace) -> int:
    """Make the node, or leave nothing behind."""
    home = Path(args.folder).resolve()
    if args.key_passphrase_file:
        args.key_passphrase_file = str(Path(args.key_passphrase_file).resolve())
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise Refused(f"{home} exists and is not empty; a node is kept, never overwritten")
    plan = _plan(args, home, _asker(sys.stdin.isatty()))
    home.parent.mkdir(parents=True, exist_ok=True)
    # Made beside its place and moved there when whole.
    building = home.with_name(f".{home.name}.new-{os.getpid()}")
    try:
        secret = _build(plan, building, args)
        building.rename(home)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    _report(plan, secret)
    return 0


def _plan(args: argparse.Namespace, home: Path, ask: Callable[[str, str, str], str]) -> Plan:
    given = dict(vars(args))

    def want(name: str, question: str, default: str = "") -> str:
        return given[name] or ask(f"--{name.replace('_', '-')}", question, default)

    mode = want("mode", f"Which kind of node ({', '.join(MODES)})", "alone")
    if mode not in MODES:
        raise Misused(f"--mode must be one of {', '.join(MODES)}, not {mode!r}")
    party = _code("--party", want("party", "Short code of your party (a-z, 0-9, -)"))
    party_name = want("party_name", "Name of your party", party)
    domain = want("domain", "Domain name of your party", f"{party}.example")
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain):
        raise Misused(f"--domain must be a domain name such as {party}.example, not {domain!r}")
    offices = tuple(_office(text) for text in given["office"] or ())
    if not offices:
        name = ask("--office", "Name of your first office", "Head office")
        offices = ((_slug(name), name),)
    admin = want("admin", "User name of the first administrator", "admin")
    counterpart = counterpart_name = ""
    if mode == "paper":
        counterpart = _code("--counterpart", want("counterpart", "Code of the counterpart"))
        counterpart_name = want("counterpart_name", "Name of the counterpart", counterpart)
    settings = [("node_name", given["node_name"] or party_name)]
    settings += [(key, given[key]) for key in SETTINGS if given[key]]
    return Plan(
        home,
        mode,
        party,
        party_name,
        domain,
        admin,
        given["admin_name"] or admin,
        offices,
        counterpart,
        counterpart_name,
        tuple(settings),
    )


def _build(plan: Plan, folder: Path, args: argparse.Namespace) -> str:
    """Make the node in a folder; return the administrator's one-time password."""
    os.umask(0o077)
    folder.mkdir(mode=0o700)
    for name in ("keys", "evidence", "high-water"):
        (folder / name).mkdir(mode=0o700)
    (folder / "secret-key").write_text(secrets.token_urlsafe(64) + "\n", encoding="ascii")
    (folder / "node.toml").write_text(_toml(plan), encoding="utf-8")
    args.home = str(folder)
    node.start(args)
    from answerable.cli.prepare import prepare_here

    if args.key_passphrase_file:
        _lock_keys()
    prepare_here()
    return _first_rows(plan)


def _lock_keys() -> None:
    from answerable.node.ledger import keylock
    from answerable.node.ledger.errors import BadKeyFile

    try:
        keylock.create(keylock.configured_passphrase())
    except BadKeyFile as exc:
        raise Misused(str(exc)) from exc


def _first_rows(plan: Plan) -> str:
    """Put the party, the offices and the administrator into the database."""
    from django.db import connections, transaction

    from answerable.node.accounts import services as accounts
    from answerable.node.accounts.models import Role
    from answerable.node.ledger import services as ledger

    now = datetime.now(UTC)
    with transaction.atomic():
        offices = [accounts.add_office(code, name, by=None, at=now) for code, name in plan.offices]
        _admin, secret = accounts.add_person(
            plan.admin,
            plan.admin_name,
            by=None,
            at=now,
            office=offices[0],
            role=Role.ADMINISTRATOR,
        )
        ledger.create_self(code=plan.party, name=plan.party_name, domain=plan.domain, at=now)
        if plan.counterpart:
            ledger.create_paper(
                slug=plan.counterpart,
                title=plan.counterpart_name,
                their_code=plan.counterpart,
                their_name=plan.counterpart_name,
                terms={},
                at=now,
            )
    connections.close_all()
    return secret


def _toml(plan: Plan) -> str:
    lines = ["# Settings of this node; docs/operators/settings.md explains each.", ""]
    for key, value in plan.settings:
        if not value.isprintable():
            raise Misused(f"{key} holds characters that cannot be printed")
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'{key} = "{escaped}"')
    return "\n".join(lines) + "\n"


def _report(plan: Plan, secret: str) -> None:
    print(f"node      {plan.home}")
    print(f"user name {plan.admin}")
    print(f"password  {secret}   (once, to choose your own)")
    print(f"start it  answerable up {shlex.quote(str(plan.home))}")
    if plan.mode == "channel":
        print(f"then      answerable channel propose --home {shlex.quote(str(plan.home))} --help")


def _asker(is_terminal: bool) -> Callable[[str, str, str], str]:
    def ask(option: str, question: str, default: str) -> str:
        if not is_terminal:
            if default:
                return default
            raise Misused(f"{option} is needed")
        shown = f" [{default}]" if default else ""
        while True:
            answer = input(f"{question}{shown}: ").strip() or default
            if answer:
                return answer

    return ask


def _code(option: str, value: str) -> str:
    if not CODE.fullmatch(value):
        raise Misused(f"{option} must be of a-z, 0-9 and hyphens, at most 32, not {value!r}")
    return value


def _office(text: str) -> tuple[str, str]:
    code, _colon, name = text.partition(":")
    return _code("--office", code), name.strip() or code


def _slug(name: str) -> str:
    code = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:32].strip("-")
    return code or "office"
