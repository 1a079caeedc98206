"""The demonstration: made whole through both nodes' services, run, stopped, tampered with."""

import http.cookiejar
import json
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from examples.demo import homes, running, tampering
from examples.demo.homes import Demo, DemoError
from examples.demo.making import make
from tests.stories.nodes import until


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Make one demonstration for all; making it compares both sides and every case's account."""
    folder = tmp_path_factory.mktemp("made") / "demo"
    return Demo(folder, make(folder, today=datetime.now(UTC).date(), quiet=True))


def rows(demo: Demo, node: int, query: str) -> list[tuple[object, ...]]:
    home = demo.home(demo.made.nodes[node])
    with closing(sqlite3.connect(f"file:{home / 'db.sqlite3'}?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


def answerable(demo: Demo, node: int, *arguments: str) -> str:
    home = demo.home(demo.made.nodes[node])
    done = subprocess.run(
        [sys.executable, "-m", "answerable.cli", *arguments],
        env=homes.environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_is_two_homes_and_passwords_that_only_the_owner_reads(demo: Demo) -> None:
    passwords = demo.folder / "passwords.json"

    assert {path.name for path in demo.folder.iterdir() if path.is_dir()} == {
        "kelorane",
        "dorvelle",
    }
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600
    assert len(set(json.loads(passwords.read_text())["kelorane"].values())) == 15


def test_every_log_on_both_nodes_holds(demo: Demo) -> None:
    here, there = (answerable(demo, node, "verify") for node in (0, 1))

    assert [": holds: " in line for line in here.splitlines()] == [True] * 3
    assert [": holds: " in line for line in there.splitlines()] == [True] * 2


def test_an_exported_log_holds_and_the_mirror_is_the_same_log(demo: Demo, tmp_path: Path) -> None:
    answerable(demo, 0, "export-log", "river", "--out", str(tmp_path / "ours"))
    answerable(demo, 1, "export-log", "river", "--side", "theirs", "--out", str(tmp_path / "copy"))

    assert answerable(demo, 0, "verify", str(tmp_path / "ours")).startswith("holds: ")
    for bundle in (tmp_path / "ours" / "tile" / "entries").rglob("*"):
        if bundle.is_file():
            other = tmp_path / "copy" / bundle.relative_to(tmp_path / "ours")
            assert other.read_bytes() == bundle.read_bytes()


@pytest.mark.parametrize("node", [0, 1])
def test_both_sides_know_that_everything_arrived_within_minutes(demo: Demo, node: int) -> None:
    said, late = rows(
        demo,
        node,
        "select count(*), sum(not exists (select 1 from ledger_cosignature as receipt"
        ' where receipt.log_id = log.id and receipt.size > said."index" and'
        " receipt.time - cast(strftime('%s', said.ts) as integer) between 0 and 300))"
        " from desk_message as said join ledger_loghead as log on log.origin = said.origin"
        " join ledger_channel as channel on channel.id = log.channel_id"
        " where channel.slug = 'river'",
    )[0]

    assert int(str(said)) > 70
    assert late == 0


def test_only_invented_parties_sign_and_the_public_record_is_unsigned(demo: Demo) -> None:
    origins = {str(row[0]) for row in rows(demo, 0, "select origin from ledger_loghead")}
    signed = rows(
        demo,
        0,
        "select count(*) from ledger_loghead join ledger_channel on"
        " ledger_channel.id = ledger_loghead.channel_id where kind = 'record'",
    )

    assert {re.sub(r"/.*", "", origin) for origin in origins} == {
        "kelorane.example",
        "dorvelle.example",
        "maldrey.example",
    }
    assert signed == [(0,)]


def test_the_public_record_keeps_every_statement_with_its_owner(demo: Demo) -> None:
    cases, statements, changed = rows(
        demo,
        0,
        "select count(distinct incident_id), count(*), count(changes_id)"
        " from desk_recordedstatement where incident_id is not null",
    )[0]

    assert cases == 16
    assert int(str(statements)) > 100
    assert int(str(changed)) > 10


# A table of the workspace, in which the demonstration has something to show on that node.
SHOWN = [
    (0, "desk_batch where state = 'gathered'"),
    (1, "desk_batch where state = 'gone'"),
    (0, "desk_translation"),
    (0, "desk_dutycall"),
    (0, "desk_sidecalendar"),
    (1, "desk_sidecalendar"),
    (0, "desk_victim"),
    (0, "desk_inquiry where state = 'self_reported'"),
    (1, "desk_carriedon"),
    (0, "desk_servedthread"),
    (0, "desk_investigationtask"),
    (1, "desk_operation"),
    (1, "desk_incident where title = 'Clinic at Sirrune struck at night'"),
    (0, "desk_incidentmove where kind = 'merge'"),
    (0, "desk_incidentmove where kind = 'split'"),
    *[
        (
            0,
            f"intake_claimsrun run join desk_report on desk_report.id = run.report_id"
            f" where language = '{language}' and (select count(*) from intake_statedclaim claim"
            " where claim.run_id = run.id and kind = 'harm' and incident = 1) > 2",
        )
        for language in ("en", "uk", "ar")
    ],
    (0, "intake_datafile where state = 'taken'"),
    (0, "intake_datafile where state = 'checked'"),
    (0, "intake_quarantinedrow"),
]


@pytest.mark.parametrize(("node", "table"), SHOWN)
def test_a_newcomer_finds_something_of_everything(demo: Demo, node: int, table: str) -> None:
    assert rows(demo, node, f"select count(*) from {table}") != [(0,)]


def test_one_changed_byte_is_found_and_the_message_named(demo: Demo) -> None:
    with tampering.copied(demo, demo.made.nodes[0]) as home:
        whole, _line = tampering.verify(home)
        change = tampering.change_one_byte(home)
        holds, line = tampering.verify(home)

    assert (whole, holds) == (True, False)
    assert change.log.endswith("/dorvelle")
    assert f"river, log of dorvelle: does not hold: entry {change.entry} " in line


def test_a_port_that_is_taken_is_named(demo: Demo) -> None:
    node = demo.made.nodes[1]
    with socket.socket() as other:
        other.bind(("127.0.0.1", node.channel_port))
        other.listen()

        with pytest.raises(DemoError, match=f"port {node.channel_port} of {node.name} is taken"):
            running.check_ports(demo)


@pytest.fixture
def terminal(demo: Demo) -> Iterator["subprocess.Popen[str]"]:
    """Run the demonstration as `./run demo` does."""
    process = subprocess.Popen(
        [sys.executable, "-m", "examples.demo", "--folder", str(demo.folder), "start"],
        cwd=homes.ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def test_one_enters_a_node_goes_down_and_all_processes_end(
    demo: Demo, terminal: "subprocess.Popen[str]"
) -> None:
    assert terminal.stdout is not None
    until(lambda: "Both nodes run" in str(terminal.stdout and terminal.stdout.readline()), "nodes")
    first, second = demo.made.nodes

    board = enter(first.desk_url, "bureau-officer")
    said = running.ask(demo, second.code, to_run=False)
    terminal.send_signal(signal.SIGTERM)
    code = terminal.wait(60)

    assert "/incidents/" in board
    assert f"{second.name} is stopped" in said
    assert code == 0
    assert all(homes.is_free(node.desk_port) for node in demo.made.nodes)
    assert not any(homes.is_running(demo.home(node)) for node in demo.made.nodes)


def enter(desk: str, username: str) -> str:
    """Press a button of the start page; return the page that follows."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    start = browser.open(desk, timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', start)
    assert token is not None
    assert f'value="{username}"' in start
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "username": username})
    request = urllib.request.Request(
        f"{desk}accounts/enter/", form.encode(), headers={"Referer": desk, "Origin": desk[:-1]}
    )
    return str(browser.open(request, timeout=30).read().decode())
