"""Another reader's claims come in beside ours, and what people decided goes out as gold."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from answerable.casework.consent import Purpose
from answerable.cli.main import main
from answerable.extraction.claimlines import lines_of
from answerable.extraction.claims import Kind, Place
from answerable.node.accounts.models import AuditEvent, Role, User
from answerable.node.desk.codes import DatePrecision
from answerable.node.desk.errors import BadInput, NotPermitted
from answerable.node.desk.models import Compartment, Report
from answerable.node.desk.services import reports
from answerable.node.intake import readers
from answerable.node.intake.models import ClaimsRun, Verdict
from answerable.node.intake.services import claims, claims_brought, claims_by_hand, claims_gold
from answerable.node.intake.services.claims_by_hand import Words
from answerable.node.vault.codes import SourceRole
from answerable.node.vault.models import Source
from tests.evaluation import gold as scoring
from tests.factories import make_user
from tests.gold.exported import read_exported
from tests.node.intake.test_claims import NOW, claim, make_report, make_run

# Looks like ours, by letters of other scripts, signs that are not seen, or other forms of letters.
IMITATED = (
    "\u0410nswerable 2",
    "\uff21\uff4e\uff53\uff57\uff45\uff52able",
    "An\u200bswerable",
    "A\u0301nswerable",
    "\u202eAnswerable",
    "Answerab1e",
    "AnswerabIe",
    "B\u0443 hand",
    "by\u00a0hand",
    "by\u2800hand",
    "By-hand",
    "a n s w e r a b l e",
)
MIXED = ("Re\u0430der 3", "\u0392eta reader")


@pytest.fixture
def vera(db: None) -> User:
    return make_user("vera", Role.OFFICER)


def command(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Run the command in this process; return its code and what it said."""
    code = main(["claims", *arguments])
    return code, capsys.readouterr().out


def make_source(report: Report, by: User) -> Source:
    source = Source.objects.create(code="S-2345A", role=SourceRole.values[0], added_by=by,
                                   added_at=NOW)  # fmt: skip
    source.reports.create(receipt=report.receipt_number, linked_by=by, linked_at=NOW)
    return source


def decided(by: User) -> ClaimsRun:
    """Return a run in whose first line all is decided, one of it corrected and one rejected."""
    run = make_run(by)
    for one in run.claims.filter(kind__in=("object", "where", "when")):
        claims.decide(one, Verdict.CONFIRMED, by=by, at=NOW)
    killed = run.claims.get(value="killed", scope="incident")
    claims.decide(killed, Verdict.CORRECTED, corrected={"low": 5, "high": 5}, by=by, at=NOW)
    claims.decide(run.claims.get(kind="object"), Verdict.REJECTED, by=by, at=NOW)
    return run


def test_decided_claims_go_out_and_can_be_scored(
    vera: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = decided(vera)
    said = {"value": "", "scope": "incident", "incident": 1}
    claims_by_hand.add(run.report, Kind.SOURCE, Words("Lomen Post"), said, by=vera, at=NOW)

    gold = claims_gold.gather(by=vera, at=NOW)

    (line,) = gold.lines
    assert gold.left_out == {"undecided": 2}
    assert (line["language"], line["published"]) == ("en", "2026-03-06")
    assert run.report.receipt_number not in json.dumps(line)
    read = {one["kind"]: one for one in line["read"]}
    assert (read["harm"]["low"], read["harm"]["changed"]) == (4, ["high", "low"])
    assert (read["harm"]["rule"], read["object"]["verdict"]) == ("theirs, told again", "rejected")
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(line) + "\n", "utf-8")
    (record,) = read_exported(file)["en"]
    assert {(one.kind, one.low) for one in record.labels} == {
        ("harm", 5), ("where", None), ("when", None), ("source", None),
    }  # fmt: skip
    stated = [claim("4 people", low=5, high=5)]
    assert scoring.main(["--file", str(file)], lambda *_given: stated) == 0
    assert "killed, exact value" in capsys.readouterr().out
    assert scoring.measure(lambda *_given: stated, [record])["killed"] > 0


def test_an_officer_counts_and_writes_it_on_a_page(client: Client, vera: User) -> None:
    decided(vera)
    client.force_login(vera)

    before = client.get("/documents/gold/").content.decode()
    counted = client.post("/documents/gold/").content.decode()
    assert not AuditEvent.objects.filter(verb="gold written").exists()
    file = client.post("/documents/gold/", {"write": "1"})

    assert "Count what may go out" in before
    assert "Lines with a claim that nobody decided" in counted
    assert "attachment" in file["Content-Disposition"]
    assert json.loads(file.content.decode().splitlines()[0])["schema"] == "answerable.gold/1"
    assert AuditEvent.objects.filter(verb="gold written").count() == 1
    client.force_login(make_user("noor", Role.ANALYST))
    assert client.post("/documents/gold/", {"write": "1"}).status_code == 403


def test_what_may_not_leave_is_left_out_and_counted(vera: User) -> None:
    run = decided(vera)
    reports.mark_phrase(run.report, "Lomen", by=vera, at=NOW)

    betrayed = claims_gold.gather(by=vera, at=NOW)
    room = Compartment.objects.create(code="C-1", name="x", opened_by=vera, opened_at=NOW)
    room.members.create(user=vera, added_by=vera, added_at=NOW)
    Report.objects.filter(pk=run.report_id).update(compartment=room)
    shut = claims_gold.gather(by=vera, at=NOW)

    assert (betrayed.lines, betrayed.left_out) == ((), {"undecided": 2, "may_betray": 1})
    assert (shut.lines, shut.left_out) == ((), {"compartment": 1})


def test_a_month_is_no_day_to_count_from(vera: User) -> None:
    run = decided(vera)
    type(run).objects.filter(pk=run.pk).update(published=None)
    Report.objects.update(published_precision=DatePrecision.MONTH)

    assert claims_gold.gather(by=vera, at=NOW).left_out["no_day"] == 1

    Report.objects.update(published_precision=DatePrecision.DAY)
    assert claims_gold.gather(by=vera, at=NOW).lines


def test_a_place_less_certain_than_the_earth_is_large_is_dropped(vera: User) -> None:
    run = make_run(vera)
    far = claim("Lomen", Kind.WHERE, "Lomen", place=Place("x:1", "Lomen", 10.5, 20.25, 1e307))

    brought = claims_brought.bring_in(
        run.report, [far], reader="other 2", published=None, by=vera, at=NOW
    )

    assert (brought.claims.count(), brought.dropped) == (0, 1)


def test_words_that_people_put_beside_the_text_are_looked_at_too(vera: User) -> None:
    run = decided(vera)
    said = {"scope": "incident", "incident": 1}
    claims_by_hand.add(
        run.report,
        Kind.ACTOR,
        Words("Lomen"),
        {**said, "value": "Ilva Exampleton"},
        by=vera,
        at=NOW,
    )
    assert claims_gold.gather(by=vera, at=NOW).lines

    reports.mark_phrase(run.report, "Exampleton", by=vera, at=NOW)

    assert claims_gold.gather(by=vera, at=NOW).left_out["may_betray"] == 1


def test_a_source_that_did_not_agree_to_publication_keeps_its_report_here(vera: User) -> None:
    run = decided(vera)
    source = make_source(run.report, vera)

    refused = claims_gold.gather(by=vera, at=NOW)
    source.consents.create(purpose=Purpose.PUBLISH, how="writing", given_at=NOW,
                           recorded_by=vera, recorded_at=NOW)  # fmt: skip
    agreed = claims_gold.gather(by=vera, at=datetime(2026, 3, 7, tzinfo=UTC))

    assert (refused.lines, refused.left_out["no_consent"]) == ((), 1)
    assert len(agreed.lines) == 1


def test_only_those_who_send_write_gold(db: None) -> None:
    with pytest.raises(NotPermitted):
        claims_gold.gather(by=make_user("ina", Role.ANALYST), at=NOW)


def test_another_reader_stands_beside_ours(client: Client, vera: User) -> None:
    run = make_run(vera)
    theirs = [claim("4 people", low=7, high=7), replace(claim("4 people"), quote="5 people")]

    brought = claims_brought.bring_in(
        run.report, theirs, reader="other 2", published=None, by=vera, at=NOW
    )
    claims_brought.bring_in(run.report, theirs, reader="other 2", published=None, by=vera, at=NOW)

    assert (brought.claims.count(), brought.dropped) == (1, 1)
    assert ClaimsRun.objects.count() == 3
    client.force_login(vera)
    address = f"/reports/{run.report.receipt_number}/claims/"
    page = client.get(address, {"run": run.pk}).content.decode()
    assert '<bdi dir="ltr">other 2</bdi>: <bdi>Killed</bdi>' in page
    for name in (" ", "Answerable 1", "By hand", *IMITATED, *MIXED):
        with pytest.raises(BadInput):
            claims_brought.bring_in(
                run.report, theirs, reader=name, published=None, by=vera, at=NOW
            )
    backwards = claims_brought.bring_in(
        run.report, theirs, reader="\u202ednah yb", published=None, by=vera, at=NOW
    )
    assert backwards.reader == "dnah yb"


def test_names_of_readers_in_any_one_script_are_taken() -> None:
    for name in (
        "other 2",
        "Читач 2",
        "قارئ 2",
        "קורא v2",
        "Lectürer",
        "Читач-Reader 2",
        "Αναγνώστης",
        "Пам\u02bcять",
        "読むリーダー",
    ):
        assert not readers.imitates(name, ("answerable", "by hand")), name


def test_lines_of_another_reader_are_brought_in_by_a_command(
    vera: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = make_report(vera)
    file = tmp_path / "theirs.jsonl"
    file.write_bytes(b"\n".join(lines_of([claim("4 people", low=4, high=4)], document="x")))

    code, said = command(["import", report.receipt_number, str(file), "--reader", "other 2",
                          "--as", "vera"], capsys)  # fmt: skip
    nowhere, _said = command(["import", "R-1", str(file), "--reader", "o", "--as", "vera"], capsys)
    file.write_text("{}", "utf-8")
    bad, _said = command(["import", report.receipt_number, str(file), "--reader", "o", "--as",
                          "vera"], capsys)  # fmt: skip
    out = tmp_path / "gold.jsonl"
    wrote, _said = command(["export", str(out), "--as", "vera"], capsys)
    again, _said = command(["export", str(out), "--as", "vera"], capsys)

    assert (code, nowhere, bad, wrote, again) == (0, 1, 1, 0, 2)
    assert " ".join(said.split()) == "kept 1 dropped 0 left out 0"
    assert ClaimsRun.objects.get().reader == "other 2"
    assert out.read_text("utf-8") == ""
