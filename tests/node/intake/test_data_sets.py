"""Taking data sets in: nothing lost, nothing twice, and the next version of a file updates."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from answerable.extraction.datasets import Mapping
from answerable.node.accounts.models import Role, User
from answerable.node.desk import keeping
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import Report, Toll
from answerable.node.desk.services import reports
from answerable.node.intake.models import DataFile, DataRow, DataSet, FileState
from answerable.node.intake.services import datasets
from answerable.node.jobs import queue
from tests.extraction.datasets.tables import HEADING, ROW, csv_of, mapping
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db


def row(key: str, **cells: str) -> list[str]:
    return [{"id": key, **cells}.get(name, cell) for name, cell in zip(HEADING, ROW, strict=True)]


@pytest.fixture
def data_set(amal: User) -> DataSet:
    return datasets.open_data_set(name="Kelorane Monitor", by=amal, at=NOW)


def read(data_set: DataSet, by: User, *rows: list[str], given: Mapping | None = None) -> DataFile:
    """Take a file in up to the decision."""
    data = csv_of([HEADING, *rows])
    file = datasets.receive(data_set, data, file_name="monitor.csv", by=by, at=NOW)
    datasets.ask_check(file, given or mapping(), by=by, at=NOW)
    queue.run_waiting(at=NOW)
    file.refresh_from_db()
    return file


def take(file: DataFile, by: User, *, with_changes: bool = True) -> None:
    datasets.accept(file, with_changes=with_changes, by=by, at=NOW)
    queue.run_waiting(at=NOW)
    file.refresh_from_db()


def test_each_row_becomes_a_report_with_its_row_kept(data_set: DataSet, amal: User) -> None:
    file = read(data_set, amal, row("K-1"), row("K-2", dead="many"))

    take(file, amal)

    assert file.state == FileState.TAKEN
    assert file.counts == {
        "total": 2, "quarantined": 1, "loaded": 1, "new": 1, "changed": 0, "same": 0, "gone": 0,
    }  # fmt: skip
    kept = DataRow.objects.get()
    assert kept.report is not None
    assert (kept.report.title, kept.report.publisher, kept.report.route) == (
        "Dorvelle, Kelorane", "Kelorane Monitor", "import",
    )  # fmt: skip
    assert kept.original["story"] == "A clinic was hit."
    assert kept.values["figures"][0]["low"] == 3
    assert file.quarantined.get().cells["id"] == "K-2"
    assert keeping.fetch(default_storage, file.sha256) == csv_of(
        [HEADING, row("K-1"), row("K-2", dead="many")]
    )


def test_an_incident_is_opened_with_what_the_row_states(data_set: DataSet, amal: User) -> None:
    marked = {"bus": ["id"], "shop": ["id"], "military": ["id"]}
    given = mapping(objects={"value": "clinic", "marked_by": marked}, kind={"value": "attack"})
    take(read(data_set, amal, row("K-1", hurt="0"), given=given), amal)
    kept = DataRow.objects.get()

    incident = datasets.open_incident(kept, by=amal, at=NOW)

    figure, place = incident.figures.get(), incident.places.get()
    assert (incident.kind, incident.time_precision) == ("attack", "day")
    assert (figure.category, figure.low, figure.stated_by) == ("killed", 3, "Kelorane Monitor")
    assert (place.precision, place.radius, place.supplied_by) == ("town", 6500, "Kelorane Monitor")
    assert list(incident.struck_objects.values_list("code", "note")) == [
        ("medical_unit", "Clinic (Kelorane Monitor)"),
        ("other", "Bus, Shop (Kelorane Monitor)"),
    ]
    with pytest.raises(NotPossible):
        datasets.open_incident(kept, by=amal, at=NOW)
    with pytest.raises(NotPermitted):
        datasets.open_incident(kept, by=make_user("lina", Role.INTAKE), at=NOW)


def test_nothing_is_taken_in_by_a_check(data_set: DataSet, amal: User) -> None:
    read(data_set, amal, row("K-1"))

    assert not Report.objects.exists()
    assert not DataRow.objects.exists()


def test_the_same_file_again_changes_nothing(data_set: DataSet, amal: User) -> None:
    take(read(data_set, amal, row("K-1"), row("K-2")), amal)

    again = read(data_set, amal, row("K-1"), row("K-2"))
    take(again, amal)

    assert (again.counts["same"], again.counts["new"], again.counts["changed"]) == (2, 0, 0)
    assert Report.objects.count() == 2


def test_the_next_version_updates_and_keeps_what_was_said_before(
    data_set: DataSet, amal: User
) -> None:
    take(read(data_set, amal, row("K-1"), row("K-2"), row("K-3")), amal)

    after = read(data_set, amal, row("K-1"), row("K-2", dead="5"), row("K-4"))
    changes = {change.row.key: change for change in after.changes.all()}
    take(after, amal)

    assert after.counts["new"] == after.counts["changed"] == after.counts["gone"] == 1
    assert changes["K-2"].fields == [["dead", "3", "5"]]
    assert changes["K-3"].is_gone
    rows = {one.key: one for one in DataRow.objects.all()}
    assert rows["K-2"].original["dead"] == "5"
    assert rows["K-2"].versions.get().original["dead"] == "3"
    assert rows["K-3"].gone_in == after
    assert Report.objects.count() == 4


def test_a_row_names_the_file_its_words_are_from(data_set: DataSet, amal: User) -> None:
    first = read(data_set, amal, row("K-1"), row("K-2"))
    take(first, amal)
    second = read(data_set, amal, row("K-1"), row("K-2", dead="5"))
    take(second, amal)
    third = read(data_set, amal, row("K-1", dead="9"), row("K-2", dead="5"))
    take(third, amal, with_changes=False)

    k1, k2 = DataRow.objects.order_by("key")

    assert datasets.origin_of(k1) == datasets.Origin(first, third, is_otherwise=True)
    assert datasets.origin_of(k2) == datasets.Origin(second, third, is_otherwise=False)
    assert k2.versions.get().of_file == first
    take(read(data_set, amal, row("K-1", dead="9"), row("K-2", dead="5")), amal)
    assert DataRow.objects.get(key="K-1").versions.get().of_file == first


def test_changes_that_are_not_wanted_leave_rows_as_they_are(data_set: DataSet, amal: User) -> None:
    take(read(data_set, amal, row("K-1")), amal)

    take(read(data_set, amal, row("K-1", dead="9"), row("K-2")), amal, with_changes=False)

    assert DataRow.objects.get(key="K-1").original["dead"] == "3"
    assert DataRow.objects.filter(key="K-2").exists()


def test_a_report_that_somebody_decided_on_keeps_its_words(data_set: DataSet, amal: User) -> None:
    take(read(data_set, amal, row("K-1")), amal)
    report = Report.objects.get()
    reports.screen(report, "accepted", by=amal, at=NOW)

    take(read(data_set, amal, row("K-1", story="Nothing was hit.")), amal)

    report.refresh_from_db()
    assert report.text == "A clinic was hit."
    assert DataRow.objects.get().original["story"] == "Nothing was hit."


def test_what_was_checked_before_another_file_came_in_is_checked_anew(
    data_set: DataSet, amal: User
) -> None:
    first, second = read(data_set, amal, row("K-1")), read(data_set, amal, row("K-2"))
    take(first, amal)

    with pytest.raises(ChangedMeanwhile):
        datasets.accept(second, by=amal, at=NOW)
    assert not DataRow.objects.filter(key="K-2").exists()


def test_no_newer_file_is_taken_in_while_an_older_one_is(data_set: DataSet, amal: User) -> None:
    older = read(data_set, amal, row("K-1"), row("K-2"))
    datasets.accept(older, by=amal, at=NOW, later=False)
    newer = read(data_set, amal, row("K-1", dead="9"), row("K-3"))

    with pytest.raises(NotPossible):
        datasets.accept(newer, by=amal, at=NOW)
    datasets.take(older, by=amal, at=NOW)
    # It was compared with what was there before the older one had come in.
    with pytest.raises(ChangedMeanwhile):
        datasets.accept(newer, by=amal, at=NOW)

    take(read(data_set, amal, row("K-1", dead="9"), row("K-3")), amal)
    assert DataRow.objects.get(key="K-1").original["dead"] == "9"
    assert DataRow.objects.get(key="K-2").gone_in is not None


def test_a_data_set_is_found_by_its_name_however_it_is_typed(data_set: DataSet, amal: User) -> None:
    assert datasets.data_set_named("Kelorane  Monitor\n") == data_set
    assert datasets.data_set_named("Kelorane") is None
    long = datasets.open_data_set(name="x" * 300, by=amal, at=NOW)
    assert datasets.data_set_named("x" * 300) == long


def test_taking_in_goes_on_where_it_was_stopped(data_set: DataSet, amal: User) -> None:
    file = read(data_set, amal, *(row(f"K-{number}") for number in range(250)))
    datasets.accept(file, by=amal, at=NOW, later=False)

    def stop(done: int, total: int | None) -> None:
        if done >= 100:
            raise queue.Cancelled

    with pytest.raises(queue.Cancelled):
        datasets.take(file, by=amal, at=NOW, tell=stop)
    assert DataRow.objects.count() == 100
    take(file, amal)

    assert file.state == FileState.TAKEN
    assert DataRow.objects.count() == Report.objects.count() == 250


def test_running_totals_become_tolls_of_a_situation_and_no_reports(
    data_set: DataSet, amal: User
) -> None:
    totals = mapping(
        toll={"situation": {"columns": ["country"]}, "owner": {"value": "Ministry of Health"}},
        figures=[{"counts": "killed", "column": "dead"},
                 {"counts": "killed", "group": "medics", "column": "hurt"}],
    )  # fmt: skip
    take(read(data_set, amal, row("K-1", hurt="2"), given=totals), amal)

    toll = Toll.objects.get()
    assert (toll.situation, toll.owner) == ("Kelorane", "Ministry of Health")
    assert toll.figures.get().low == 3
    assert "hurt: 2" in toll.note
    assert not Report.objects.exists()

    take(read(data_set, amal, row("K-1", dead="4"), given=totals), amal)
    assert Toll.objects.get().figures.get().low == 4


def test_who_may_not_take_reports_in_takes_no_data_in(data_set: DataSet, amal: User) -> None:
    file = read(data_set, amal, row("K-1"))
    clearer = make_user("rana", Role.CLEARER)

    for deed in (datasets.accept, datasets.drop):
        with pytest.raises(NotPermitted):
            deed(file, by=clearer, at=NOW)


def test_a_file_without_the_column_of_the_key_is_not_checked(data_set: DataSet, amal: User) -> None:
    file = datasets.receive(data_set, b"a,b\n1,2\n", file_name="x.csv", by=amal, at=NOW)

    with pytest.raises(BadInput):
        datasets.ask_check(file, mapping(), by=amal, at=NOW)
    with pytest.raises(NotPossible):
        datasets.accept(file, by=amal, at=NOW)


def test_a_dropped_file_leaves_no_rows_and_is_not_taken_in(data_set: DataSet, amal: User) -> None:
    file = read(data_set, amal, row("K-1"), row(""))

    datasets.drop(file, by=amal, at=NOW)

    assert (file.state, file.sample, file.quarantined.count()) == (FileState.DROPPED, [], 0)
    with pytest.raises(NotPossible):
        datasets.accept(file, by=amal, at=NOW)


def test_the_whole_real_file_is_taken_in(data_set: DataSet, amal: User, shared: Path) -> None:
    real = shared / "data" / "techforpalestine" / "lebanon_casualties_daily.min.json"
    if not real.exists():
        pytest.skip("the real file is not in the shared test data")
    file = datasets.receive(data_set, real.read_bytes(), file_name=real.name, by=amal, at=NOW)
    known, _ = datasets.mapping_for(file)
    assert known is not None
    datasets.ask_check(file, known, by=amal, at=NOW)
    queue.run_waiting(at=NOW)
    file.refresh_from_db()

    take(file, amal)

    assert Toll.objects.count() == file.counts["total"] == 187
