"""The pages of evidence: keep a file, describe a thing, its custody, a check, a safe download."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.node.desk.models import Exhibit, Incident
from answerable.node.desk.services import moving
from tests.node.desk.factories import Desk, make_described, make_incident, make_kept
from tests.node.desk_pages.conftest import Browser

pytestmark = pytest.mark.usefixtures("evidence_folder")

SAID = {
    "kind": "photo",
    "copy": "original",
    "description": "A crater in a yard",
    "made_precision": "unknown",
    "marking": "amber",
    "sending": "no",
}


@pytest.fixture
def incident(desk: Desk) -> Incident:
    return make_incident(desk)


def file(data: bytes = b"points", name: str = "yard.jpg") -> io.BytesIO:
    given = io.BytesIO(data)
    given.name = name
    return given


def of(incident: Incident, rest: str = "") -> str:
    return f"/incidents/{incident.reference}/evidence/{rest}"


def test_a_file_is_kept_and_shown_with_its_hash_and_the_first_line_of_its_custody(
    officer: Browser, incident: Incident
) -> None:
    where = officer.done(of(incident, "keep/"), file=file(), **SAID)

    page = officer.open(where)
    assert Exhibit.objects.get().sha256 in page
    assert "Taken in and kept" in page
    assert "yard.jpg" in page
    assert "A crater in a yard" in officer.open(f"/incidents/{incident.reference}/")


def test_a_thing_is_described_without_a_file(officer: Browser, incident: Incident) -> None:
    where = officer.done(of(incident, "describe/"), **SAID, keeper="A museum")

    page = officer.open(where)
    assert "described, not kept here" in page
    assert "Check the file again" not in page


@pytest.mark.parametrize(
    ("data", "advice"),
    [(b"", "The file is empty."), (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB")],
    ids=["empty", "oversized"],
)
def test_a_refused_file_says_what_to_do_and_keeps_what_was_typed(
    officer: Browser, incident: Incident, data: bytes, advice: str
) -> None:
    page = officer.refused(of(incident, "keep/"), file=file(data), **SAID)

    assert advice in page
    assert "A crater in a yard" in page
    assert not Exhibit.objects.exists()


def test_a_form_without_its_token_is_refused_although_the_size_is_bounded_first(
    desk: Desk, incident: Incident
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.officer)

    answer = client.post(of(incident, "keep/"), {"file": file(), **SAID})

    assert answer.status_code == 403
    assert not Exhibit.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>.html", "a\u202egpj.exe", "../../etc/passwd", "  ", "x" * 400],
)
def test_a_hostile_name_is_shown_as_words_and_never_used(
    officer: Browser, incident: Incident, name: str
) -> None:
    hostile = b"<html><script>alert(1)</script>"
    where = officer.done(of(incident, "keep/"), file=file(hostile, name), **SAID)

    page = officer.open(where)
    answer: Any = officer.send(f"{where}file/", reason="To look")

    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert answer.content == hostile
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    digest = Exhibit.objects.get().sha256
    assert answer["Content-Disposition"] == f'attachment; filename="{digest}.original"'


def test_a_download_asks_what_for_and_is_never_a_look(
    desk: Desk, officer: Browser, incident: Incident
) -> None:
    exhibit = make_kept(desk, incident)
    path = of(incident, f"{exhibit.pk}/file/")

    assert "This field is required" in officer.refused(path)
    assert officer.status(path) == 405
    assert exhibit.custody.count() == 1


def test_a_check_says_the_result_and_writes_it_down(
    desk: Desk, officer: Browser, incident: Incident, evidence_folder: Path
) -> None:
    exhibit = make_kept(desk, incident)
    path = of(incident, f"{exhibit.pk}/")

    officer.done(f"{path}check/")
    assert "the bytes are those that came" in officer.open(path)

    next(one for one in evidence_folder.rglob("*") if one.is_file()).write_bytes(b"other")
    officer.done(f"{path}check/")
    page = officer.open(path)
    assert "missing or was changed" in page
    assert "the bytes are missing or changed" in page
    officer.done(f"{path}file/", reason="To look")


def test_what_happened_to_it_is_written_with_why(
    desk: Desk, officer: Browser, incident: Incident
) -> None:
    exhibit = make_described(desk, incident)
    path = of(incident, f"{exhibit.pk}/custody/")
    given = {"kind": "handed_over", "happened_at": "2026-02-21T10:00"}

    page = officer.refused(path, **given, giver="A museum", reason="To be examined")
    assert "This is needed." in page
    officer.done(path, **given, giver="A museum", taker="A laboratory", reason="To be examined")

    page = officer.open(of(incident, f"{exhibit.pk}/"))
    assert "to <bdi>A laboratory</bdi>" in page


def test_a_correction_and_a_setting_aside_are_read_in_the_history(
    desk: Desk, officer: Browser, incident: Incident
) -> None:
    exhibit = make_described(desk, incident)
    path = of(incident, f"{exhibit.pk}/")
    given = {**SAID, "kind": "remnant", "keeper": "A museum", "version": 1}

    officer.done(f"{path}correct/", **given, reason="It was measured")
    officer.done(f"{path}set-aside/", reason="Of another day")

    assert "It was measured" in officer.open(f"/incidents/{incident.reference}/history/")
    assert "Take it up again" in officer.open(path)
    assert "A crater" not in officer.open(f"/incidents/{incident.reference}/")
    officer.done(f"{path}set-aside/", reason="Of this day")
    assert "A crater" in officer.open(f"/incidents/{incident.reference}/")


def test_a_correction_of_an_older_page_is_refused_with_what_was_typed(
    desk: Desk, officer: Browser, incident: Incident
) -> None:
    exhibit = make_described(desk, incident)
    path = of(incident, f"{exhibit.pk}/correct/")
    given = {**SAID, "keeper": "A museum", "version": 1}
    officer.done(path, **given, reason="A")

    page = officer.refused(path, **{**given, "description": "Two craters"}, reason="B")

    assert "moved on" in page
    assert "Two craters" in page


def test_the_evidence_of_a_merged_incident_is_found_where_it_went(
    desk: Desk, officer: Browser, incident: Incident
) -> None:
    exhibit = make_described(desk, incident)
    other = make_incident(desk)
    moving.merge(incident, other, reason="The same", **desk.by())

    answer = officer.send(of(incident, f"{exhibit.pk}/custody/"))
    assert answer.status_code in (301, 302, 307, 308)
    assert officer.status(of(other, f"{exhibit.pk}/")) == 200


def test_evidence_goes_along_with_a_split(desk: Desk, officer: Browser, incident: Incident) -> None:
    exhibit = make_described(desk, incident)

    officer.done(
        f"/incidents/{incident.reference}/split/",
        title="The second", reason="Two", rows=[f"evidence:{exhibit.pk}"],
    )  # fmt: skip

    assert Exhibit.objects.get().incident != incident


def test_the_same_file_on_another_incident_is_named_to_who_may_see_it(
    desk: Desk, officer: Browser, incident: Incident
) -> None:
    exhibit, other = make_kept(desk, incident), make_incident(desk)
    make_kept(desk, other)

    assert other.reference in officer.open(of(incident, f"{exhibit.pk}/"))


def test_a_page_of_many_lines_asks_few_queries(
    desk: Desk, officer: Browser, incident: Incident
) -> None:
    exhibit = make_kept(desk, incident)
    path = of(incident, f"{exhibit.pk}/")
    for _ in range(10):
        officer.done(f"{path}check/")
    officer.open(path)

    with CaptureQueriesContext(connection) as queries:
        officer.open(path)

    assert len(queries) <= 12, [one["sql"][:90] for one in queries]
