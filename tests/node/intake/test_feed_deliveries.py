"""What partners' programs send: each delivery once, into one inbox, and nothing to read."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from answerable.node.accounts.models import AuditEvent, Office, Role, User
from answerable.node.desk import keeping
from answerable.node.desk.errors import NotPermitted, NotPossible
from answerable.node.desk.models import Report
from answerable.node.desk.services import reports as desk_reports
from answerable.node.intake.models import (
    DataRow,
    DataRowVersion,
    Delivery,
    Document,
    Feed,
    FeedToken,
    Way,
)
from answerable.node.intake.services import datasets, documents, feeds
from answerable.node.jobs.models import Job
from tests.factories import NOW, make_office, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("answerable.node.urls_channel")]

ONE = {
    "id": "D-1",
    "title": "Clinic hit in Dorvelle",
    "text": "Three people were killed when a clinic in Dorvelle was hit.",
    "published": "2026-02-27",
    "language": "en",
    "source": "Field notes of the monitor",
    "happened": {"first": "2026-02-26"},
    "place": {"names": ["Dorvelle", "Kelorane"], "latitude": 12.5, "longitude": 42.25,
              "precision": "town"},
    "kind": "attack",
    "figures": [{"counts": "killed", "low": 3, "high": 3}],
}  # fmt: skip


@pytest.fixture
def keeper() -> User:
    return make_user("keeper", Role.INTAKE)


@pytest.fixture
def feed(keeper: User) -> Feed:
    return feeds.open_feed(name="Kelorane Monitor", office=make_office(), by=keeper, at=NOW)


@pytest.fixture
def secret(feed: Feed, keeper: User) -> str:
    # From now on, since the view asks the clock.
    return feeds.make_token(feed, days=730, by=keeper, at=_now()).secret


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def send(secret: str, body: object, key: str = "key-0001", **more: Any) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    media = more.pop("media", "application/json")
    fields = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key, **more}
    return Client().post(
        "/api/v1/reports",
        data,
        content_type=media,
        headers={name: value for name, value in fields.items() if value is not None},
    )


def test_a_report_lands_in_the_inbox_of_its_office_and_nobody_is_its_author(
    secret: str, feed: Feed
) -> None:
    answer = send(secret, ONE)

    report = Report.objects.get()
    assert answer.status_code == 201, answer.content
    assert (report.title, report.publisher, report.office, report.received_by) == (
        ONE["title"], "Kelorane Monitor", feed.office, None,
    )  # fmt: skip
    assert report.screening == "received"
    assert Job.objects.filter(name="intake.read_claims").count() == 1
    said = AuditEvent.objects.get(verb="delivery received")
    assert (said.by, said.subject_id, said.details["new"]) == (None, str(feed.pk), 1)
    assert (
        keeping.fetch(default_storage, DataRow.objects.get().last_file.sha256)
        == json.dumps(ONE).encode()
    )


def test_the_answer_holds_nothing_of_a_case(secret: str) -> None:
    answer = send(secret, ONE)

    held = answer.json()
    assert set(held) == {"delivery", "state", "received_at", "reports"}
    assert held["reports"] == [{"id": "D-1", "became": "new"}]
    again = Client().get(answer["Location"], headers={"Authorization": f"Bearer {secret}"})
    assert again.json() == held
    assert Report.objects.get().receipt_number not in str(dict(again.items())) + str(held)


def test_what_it_states_opens_an_incident_as_a_row_of_a_data_set_does(secret: str) -> None:
    send(secret, ONE)

    incident = datasets.open_incident(
        DataRow.objects.get(), by=make_user("amal", Role.OFFICER), at=NOW
    )

    figure = incident.figures.get()
    assert (figure.category, figure.low, figure.stated_by) == ("killed", 3, "Kelorane Monitor")
    assert (incident.kind, incident.places.get().precision) == ("attack", "town")


def test_the_same_id_is_a_new_version_and_no_second_report(secret: str) -> None:
    send(secret, ONE)

    answer = send(secret, {**ONE, "title": "Clinic hit in Dorvelle, four killed"}, "key-0002")

    assert answer.json()["reports"] == [{"id": "D-1", "became": "changed"}]
    assert Report.objects.get().title == "Clinic hit in Dorvelle, four killed"
    assert DataRowVersion.objects.get().original["title"] == ONE["title"]
    assert send(secret, {**ONE, "title": "Clinic hit in Dorvelle, four killed"}, "key-0003").json()[
        "reports"
    ] == [{"id": "D-1", "became": "same"}]


def test_a_report_that_was_decided_on_keeps_its_words(secret: str, keeper: User) -> None:
    send(secret, ONE)
    desk_reports.screen(Report.objects.get(), "accepted", by=keeper, at=NOW)

    send(secret, {**ONE, "title": "Otherwise"}, "key-0002")

    assert Report.objects.get().title == ONE["title"]
    assert DataRow.objects.get().values["title"] == "Otherwise"


def test_the_same_key_and_body_get_the_same_answer(secret: str) -> None:
    first = send(secret, ONE)

    again = send(secret, ONE)

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert (Report.objects.count(), Delivery.objects.count()) == (1, 1)


def test_the_same_key_with_another_body_is_refused(secret: str) -> None:
    send(secret, ONE)

    answer = send(secret, {**ONE, "id": "D-2"})

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["type"] == "urn:answerable:problem:key_used"
    assert Report.objects.count() == 1


def test_a_key_is_kept_for_its_time_and_free_after_it(secret: str) -> None:
    send(secret, ONE)
    Delivery.objects.update(at=_now() - feeds.KEY_KEPT)

    answer = send(secret, {**ONE, "id": "D-2"})

    assert answer.status_code == 201
    assert Delivery.objects.filter(key=None).count() == 1


def test_what_was_refused_stays_refused_for_its_key_and_is_seen_with_its_reason(
    secret: str,
) -> None:
    answer = send(secret, {**ONE, "figures": [{"counts": "killed", "low": 4, "high": 3}]})

    assert answer.status_code == 422
    assert answer.json()["problems"] == [
        {"pointer": "/figures/0", "detail": "The lower number is above the higher one."}
    ]
    seen = Client().get(answer["Location"], headers={"Authorization": f"Bearer {secret}"}).json()
    assert (seen["state"], seen["problem"]) == ("refused", answer.json())
    assert not Report.objects.exists()
    assert AuditEvent.objects.filter(verb="delivery refused").count() == 1


@pytest.mark.parametrize("media", ["application/json", "application/x-ndjson"])
def test_of_a_list_all_are_taken_or_none(secret: str, media: str) -> None:
    def written(*reports: object) -> bytes:
        if media == "application/json":
            return json.dumps(reports).encode()
        return b"\n".join(json.dumps(one).encode() for one in reports)

    refused = send(secret, written(ONE, {"id": "D-2"}), media=media)
    taken = send(secret, written(ONE, {**ONE, "id": "D-2"}), "key-0002", media=media)

    assert (refused.status_code, refused.json()["problems"][0]["pointer"]) == (422, "/1")
    assert [one["became"] for one in taken.json()["reports"]] == ["new", "new"]
    assert Report.objects.count() == 2


@pytest.mark.parametrize("name", ["contact", "phone", "Reporter", "whistleblower", "email"])
def test_a_person_is_refused_with_advice_and_not_kept(secret: str, name: str) -> None:
    answer = send(secret, {**ONE, name: "Samira of Dorvelle"})

    assert answer.json()["type"] == "urn:answerable:problem:names_a_person"
    assert "custodian" in answer.json()["detail"]
    kept = json.dumps(list(Delivery.objects.values()), default=str)
    assert "Samira" not in kept + answer.content.decode()


def with_file(secret: str, report: object, data: bytes, name: str, key: str = "key-0001") -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    # The type is a lie on purpose: bytes decide.
    file = SimpleUploadedFile(name, data, content_type="application/pdf")
    return Client().post(
        "/api/v1/reports",
        {"report": json.dumps(report), "document": file},
        headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": key},
    )


def test_a_document_comes_with_its_report_and_cannot_come_with_a_change(secret: str) -> None:
    bare = {"id": "D-9", "title": "A page about Dorvelle"}
    page = b"<html><body><p>Three people were killed in Dorvelle.</p></body></html>"

    answer = with_file(secret, bare, page, "page.html")
    again = with_file(secret, bare, page, "page.html")
    change = with_file(secret, {**bare, "title": "Other"}, page + b" ", "page.html", "key-0002")

    report, document = Report.objects.get(), Document.objects.get()
    assert (answer.status_code, again.content) == (201, answer.content)
    assert "Three people were killed" in report.text
    assert (document.report, document.received_by, document.way) == (report, None, "feed")
    assert change.json()["type"] == "urn:answerable:problem:document_of_a_change"


def test_words_that_came_as_a_document_stay_when_the_same_comes_without_it(secret: str) -> None:
    bare = {"id": "D-9", "title": "A page about Dorvelle"}
    page = b"<html><body><p>Three people were killed in Dorvelle.</p></body></html>"
    with_file(secret, bare, page, "page.html")

    again = send(secret, bare, "key-0002")
    send(secret, {**bare, "title": "Another title"}, "key-0003")

    assert again.json()["reports"][0]["became"] == "same"
    report = Report.objects.get()
    assert report.title == "Another title"
    assert "Three people were killed" in report.text


def test_a_document_of_the_desk_stays_the_desks(secret: str, keeper: User) -> None:
    page = b"<html><body><p>Three people were killed in Dorvelle.</p></body></html>"
    documents.receive_document(page, way=Way.UPLOAD, by=keeper, at=NOW)

    with_file(secret, {"id": "D-1", "title": "A page"}, page, "a.html")

    assert Document.objects.get().report is None


def test_bytes_that_lie_here_already_are_answered_as_any_others(secret: str) -> None:
    page = b"<html><body><p>Three people were killed in Dorvelle.</p></body></html>"
    first = with_file(secret, {"id": "D-1", "title": "A page"}, page, "a.html")

    other = with_file(secret, {"id": "D-2", "title": "A page"}, page, "a.html", "key-0002")

    assert (other.status_code, set(other.json())) == (201, set(first.json()))
    assert Report.objects.count() == 2
    assert Document.objects.get().report == DataRow.objects.get(key="D-1").report


def test_a_saved_mail_and_what_cannot_be_read_are_refused(secret: str) -> None:
    mail = (
        b"Received: from mx.example.org by mail.example.org; Mon, 2 Mar 2026 09:00:00 +0000\n"
        b"Message-ID: <1@example.org>\nFrom: someone@example.org\nTo: office@example.org\n"
        b"Date: Mon, 2 Mar 2026 09:00:00 +0000\nSubject: x\nMIME-Version: 1.0\n\nSomething.\n"
    )

    assert (
        with_file(secret, {"id": "1", "title": "x"}, mail, "a.eml")
        .json()["type"]
        .endswith("names_its_sender")
    )
    assert with_file(secret, {"id": "1", "title": "x"}, b"", "a.pdf", "key-0002").status_code == 422
    assert not Report.objects.exists()
    assert not Document.objects.exists()


def test_a_partner_sees_no_delivery_of_another(secret: str, keeper: User) -> None:
    where = send(secret, ONE)["Location"]
    other = feeds.open_feed(name="Other", office=make_office("bureau"),
                            by=make_user("admin", Role.ADMINISTRATOR), at=NOW)  # fmt: skip
    theirs = feeds.make_token(
        other, by=make_user("bureau-intake", Role.INTAKE, office="bureau"), at=_now()
    )

    answer = Client().get(where, headers={"Authorization": f"Bearer {theirs.secret}"})

    assert answer.status_code == 404
    assert send(theirs.secret, ONE).json()["reports"][0]["became"] == "new"
    assert {one.office.code for one in Report.objects.all() if one.office} == {
        "embassy",
        "bureau",
    }


def test_a_token_is_kept_as_a_hash_and_counts_until_it_is_revoked_or_expires(
    secret: str, keeper: User
) -> None:
    token = FeedToken.objects.get()
    # What is secret may itself hold the sign that parts it from the name of the token.
    assert secret.split("_", 2)[2] not in json.dumps(list(FeedToken.objects.values()), default=str)
    assert feeds.admit(secret, at=_now()).last_used_at is None
    assert feeds.admit(secret, at=_now()).last_used_at is not None
    with pytest.raises(feeds.NotAdmitted):
        feeds.admit(secret, at=token.expires_at)
    with pytest.raises(feeds.NotAdmitted):
        feeds.admit(secret[:-1] + ("A" if secret[-1] != "A" else "B"), at=_now())

    feeds.revoke(token, by=keeper, at=NOW)

    answer = send(secret, ONE)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="answerable"')


def test_who_keeps_no_office_opens_no_way_into_it(keeper: User) -> None:
    make_office("bureau")
    for person in (keeper, make_user("amal", Role.OFFICER, office="bureau")):
        with pytest.raises(NotPermitted):
            feeds.open_feed(name="X", office=Office.objects.get(code="bureau"), by=person, at=NOW)


def test_a_closed_feed_takes_nothing_and_gets_no_token(
    secret: str, feed: Feed, keeper: User
) -> None:
    feeds.close(feed, by=keeper, at=NOW)

    assert send(secret, ONE).status_code == 401
    with pytest.raises(NotPossible):
        feeds.make_token(feed, by=keeper, at=NOW)


def test_no_file_is_brought_into_the_rows_of_a_feed(feed: Feed, keeper: User) -> None:
    with pytest.raises(NotPossible):
        datasets.receive(feed.data_set, b"id\n1\n", file_name="x.csv", by=keeper, at=NOW)


def test_expiry_is_within_limits(feed: Feed, keeper: User) -> None:
    made = feeds.make_token(feed, days=1, by=keeper, at=NOW)

    assert made.token.expires_at == NOW + timedelta(days=1)
