"""`answerable import`: counts, what was put aside, exit codes; a node only to take in."""

import csv
import json
import re
from pathlib import Path

import pytest

from answerable.cli.main import main
from answerable.extraction.datasets.mapping import values_of
from tests.cli.nodes import answerable
from tests.extraction.datasets.tables import HEADING, ROW, csv_of, mapping


@pytest.fixture
def monitor(tmp_path: Path) -> tuple[str, str]:
    """Write a mapping and a file of three rows, one of which is put aside."""
    kept, file = tmp_path / "mapping.yaml", tmp_path / "monitor.csv"
    kept.write_text(json.dumps(values_of(mapping())), "utf-8")
    rows = [ROW, ["=K-2", "no day", *ROW[2:]], ["K-3", *ROW[1:]]]
    file.write_bytes(csv_of([HEADING, *rows]))
    return str(kept), str(file)


def test_a_dry_run_counts_and_needs_no_node(
    monitor: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["import", *monitor, "--dry-run"])

    said = capsys.readouterr()
    assert code == 0
    assert " ".join(said.out.split()) == "mapping kelorane rows 3 loaded 2 put aside 1"
    assert said.err.startswith('row 3: "no day" in date is no date')


def test_what_was_put_aside_is_written_with_the_reasons(
    monitor: tuple[str, str], tmp_path: Path
) -> None:
    main(["import", *monitor, "--dry-run", "--quarantine", str(tmp_path / "aside.csv")])

    with (tmp_path / "aside.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["row"], row["id"]) == ("3", "'=K-2")
    assert row["reason"].endswith("can mean only one day.")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ([], 2, "say who takes it in"),
        (["--dry-run", "--mapping-is", "x"], 2, "unrecognized arguments"),
        (["--as", "nobody", "--home", "/nowhere"], 2, "answerable import:"),
        # Before anything is taken in.
        (
            ["--quarantine", "/nope/q.csv", "--as", "nobody", "--home", "/nowhere"],
            2,
            "/nope/q.csv: cannot be written",
        ),
    ],
)
def test_it_is_refused_in_a_line(
    monitor: tuple[str, str],
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    if "--home" in arguments:
        # A process of its own: starting a node here would change the settings of the tests.
        done = answerable("import", *monitor, *arguments)
        assert (done.returncode, says in done.stderr) == (code, True)
        return
    assert main(["import", *monitor, *arguments]) == code
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wanted", "data", "code", "says"),
    [
        ("auto", b"a,b\n1,2\n", 1, "no ready-made mapping fits"),
        ("awsd", b"a,b\n1,2\n", 1, "no column Incident ID"),
        ("nothing", b"a,b\n1,2\n", 2, "nor one of acled"),
        ("awsd", b"", 1, "cannot be read as a data set. There is no row"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    wanted: str,
    data: bytes,
    code: int,
    says: str,
) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(data)

    assert main(["import", wanted, str(file), "--dry-run"]) == code
    assert says in capsys.readouterr().err


def test_rows_are_taken_into_a_node_and_only_once(
    node: tuple[Path, int, int], monitor: tuple[str, str]
) -> None:
    home = ["--home", str(node[0])]
    made = answerable("manage", *home, "shell", "--verbosity=0", "-c", MAKE_AN_OFFICER)
    assert made.returncode == 0, made.stderr

    first = answerable("import", *monitor, *home, "--as", "amal")
    again = answerable("import", *monitor, *home, "--as", "amal")

    assert first.returncode == again.returncode == 0, first.stderr + again.stderr
    assert re.search(
        r"^data set +Incidents in Kelorane \(new\)\n.*new +2$", first.stdout, re.M | re.S
    )
    assert re.search(r"\(next version\)\n.*same +2$", again.stdout, re.M | re.S)
    refused = answerable("import", *monitor, *home, "--as", "admin")
    assert (refused.returncode, "has no role that may" in refused.stderr) == (1, True)


MAKE_AN_OFFICER = """
from django.utils import timezone
from answerable.node.accounts.models import Membership, Office, User
amal = User.objects.create_user("amal", name="Amal", password=None, at=timezone.now())
Membership.objects.create(user=amal, office=Office.objects.first(), role="officer")
"""
