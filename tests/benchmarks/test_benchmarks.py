"""Every benchmark runs; what it measures is for `./run bench`, never for a test."""

import random
import subprocess
import sys

import pytest

from answerable.node.desk import projector
from answerable.node.desk.models import Incident, Inquiry, Report
from answerable.node.ledger.channels import store_of
from answerable.node.ledger.models import Entry
from answerable.protocol import history
from benchmarks import append_log, figures, receive_log, serve_pages
from tests.conftest import ROOT
from tests.node.ledger.factories import make_channel


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_verification_is_measured_to_its_end() -> None:
    ran = run("verify", "--entries", "600", "--statements", "50", "--runs", "1")

    # 1: it ran to its end, and so few entries or so busy a machine missed a gate.
    assert ran.returncode in (0, 1), ran.stderr
    for line in ("structure: 600 entries", "peak memory: ", "full: 50 statements", "gates: "):
        assert line in ran.stdout, ran.stderr


def test_a_pouch_is_sealed_and_opened_beside_the_commands() -> None:
    ran = run("pouch", "--entries", "600", "--evidence", "10", "--runs", "1")

    # 1: as above. Without age or zstd it says that it was left out.
    assert ran.returncode in (0, 1), ran.stderr
    if "left out" not in ran.stdout:
        for line in ("seal, percent", "open, percent", "peak memory", "targets: "):
            assert line in ran.stdout, ran.stderr


def test_articles_are_read_beside_a_search_for_dates() -> None:
    ran = run("read", "--articles", "2", "--dated", "1")

    # 1: as above. Without spaCy it says that it was left out.
    assert ran.returncode in (0, 1), ran.stderr
    for line in ("articles read, he", "dateparser's search alone", "peak memory", "targets: "):
        assert line in ran.stdout, ran.stderr


def test_options_belong_to_one_benchmark() -> None:
    ran = run("append", "pages", "--deeds", "1")

    assert ran.returncode == 2
    assert "options go with one of them" in ran.stderr


@pytest.mark.django_db(transaction=True)
def test_appending_writes_every_entry_that_is_counted() -> None:
    append_log.measure(batches=2, deeds=3)

    # One more: the entry that opens a log.
    assert Entry.objects.filter(log__is_ours=True).count() == 1 + 2 * append_log.BATCH + 3


@pytest.mark.django_db(transaction=True)
def test_receiving_is_countersigned_to_the_end() -> None:
    channel, peer = make_channel()
    receive_log.go_round(channel, peer)

    receive_log.receive(channel, peer, [64, 64])

    assert Entry.objects.filter(log__is_ours=False).count() == 1 + 128


@pytest.mark.django_db(transaction=True)
def test_pages_are_served_from_a_node_with_cases_in_every_state() -> None:
    sizes = {"reports": 20, "incidents": 10, "inquiries": 60}

    kept = serve_pages.fill(sizes)

    for rows, name in ((Report, "reports"), (Incident, "incidents"), (Inquiry, "inquiries")):
        assert rows.objects.count() >= sizes[name]
    states = set(Inquiry.objects.values_list("state", flat=True))
    assert states >= {"raised", "acknowledged", "examining", "answered"}
    assert not Inquiry.objects.filter(out_of_sequence__gt=0).exists()
    for page, who, path in serve_pages.pages_of(kept):
        assert 3 < len(serve_pages.Reader(who).read(path, 1).asked) <= 12, page


@pytest.mark.django_db(transaction=True)
def test_cases_written_in_bulk_read_as_the_projector_reads_them() -> None:
    from answerable.node.desk import rows
    from answerable.node.desk.services import threads
    from benchmarks import archive

    _desk, other, now = serve_pages.found()

    cases = archive.correspond(other, 40, random.Random(3), now)

    assert {len(case.said) for case in cases} >= {1, 3, 5}
    for inquiry in Inquiry.objects.select_related("channel"):
        reading = threads.read(inquiry.channel, inquiry.thread)
        fields = rows.inquiry_fields(reading, inquiry.reference)
        assert {name: getattr(inquiry, name) for name in fields} == fields
        assert projector._difference(inquiry, rows.message_rows(inquiry, reading)) == ([], [])
    for head in other.channel.logs.all():
        log = history.root_at(store_of(other.channel), head.origin, head.size)
        assert log == bytes(head.root)


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert figures.percentile([5.0, 1.0, 3.0, 2.0, 4.0], 50) == 3.0
    assert figures.percentile([5.0, 1.0, 3.0, 2.0, 4.0], 95) == 5.0


def test_a_figure_below_its_target_is_missed(capsys: pytest.CaptureFixture[str]) -> None:
    results = figures.Results()
    results.at_least("fast", 10, 10, "a second")
    results.at_most("slow", 11, 10, "ms")

    assert results.end() == 1
    assert results.missed == ["slow"]
    assert "targets: missed slow" in capsys.readouterr().out
