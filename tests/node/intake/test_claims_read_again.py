"""The day of publication from which a report is read, and what stays when it is read again."""

from dataclasses import replace
from datetime import date, timedelta

from django.test import Client

from answerable.extraction.claims import Claim, Kind
from answerable.node.accounts.models import AuditEvent, User
from answerable.node.desk.models import Report
from answerable.node.desk.services import reports
from answerable.node.intake.models import ClaimsRun, Verdict
from answerable.node.intake.services import claims, claims_by_hand, claims_taking
from answerable.node.intake.services.claims_again import let_stand_again
from answerable.node.intake.services.claims_by_hand import Words
from answerable.node.jobs.models import Job
from tests.node.intake.test_claims import NOW, claim, make_report


def test_a_report_without_a_day_is_given_one_from_which_its_days_count(
    client: Client, amal: User
) -> None:
    report = reports.create_report(
        title="x",
        text="4 people were killed in a strike on Tuesday.",
        route="paste",
        by=amal,
        at=NOW,
    )
    address = f"/reports/{report.receipt_number}/claims/"
    client.force_login(amal)

    assert 'name="published"' in client.get(address).content.decode()
    for bad in ("2026-13-45", "2199-01-01"):
        client.post(f"{address}read/", {"published": bad})
    refused = reports.published_day(Report.objects.get())
    for day in ("2026-03-05", "2026-03-12"):
        client.post(f"{address}read/", {"published": day})
    run = claims.read_claims(Report.objects.get(), at=NOW)

    assert refused is None
    assert run.published == date(2026, 3, 5)
    assert run.claims.get(kind="when").first_day == date(2026, 3, 3)


def test_a_day_of_publication_that_was_read_wrongly_is_corrected_on_record(
    client: Client, amal: User
) -> None:
    report = make_report(amal, "4 people were killed in a strike on Tuesday.")
    first = claims.read_claims(report, at=NOW)
    for one in first.claims.all():
        claims.decide(one, Verdict.CONFIRMED, by=amal, at=NOW)
    taken = claims_taking.take_over(first, 1, by=amal, at=NOW)
    address = f"/reports/{report.receipt_number}/claims/"
    client.force_login(amal)

    sent = {"published": "2026-03-13", "held": "2026-03-06"}
    client.post(f"{address}read/", sent)
    late = client.post(f"{address}read/", {**sent, "published": "2026-03-20"}, follow=True)
    second = claims.read_claims(Report.objects.get(), at=NOW)
    shown = client.get(address)
    page = shown.content.decode()

    assert shown.context["run"] == second
    assert first.claims.get(kind="when").first_day == date(2026, 3, 3)
    assert second.claims.get(kind="when").first_day == date(2026, 3, 10)
    # What is read alike stays decided and opened; the day is another one, and open again.
    assert {one.kind for one in second.claims.all() if not claims.decision_of(one)} == {"when"}
    assert second.taken == {"1": taken.reference}
    assert "moved on in the meantime" in late.content.decode()
    (event,) = AuditEvent.objects.filter(verb="report dated again", by=amal)
    assert event.details["before"].startswith("2026-03-06")
    assert event.details["after"] == "2026-03-13"
    assert "6 Mar 2026</bdi></time> to <time" in page
    assert "This is an older reading" in client.get(f"{address}?run={first.pk}").content.decode()

    # Corrected back, the first reading counts again, with what was decided in between.
    harm = second.claims.get(kind="harm")
    claims.decide(harm, Verdict.REJECTED, by=amal, at=NOW + timedelta(hours=1))
    client.post(f"{address}read/", {"published": "2026-03-06", "held": "2026-03-13"})
    again = claims.read_claims(Report.objects.get(), at=NOW + timedelta(hours=2))
    assert (again, client.get(address).context["run"]) == (first, first)
    assert claims.settled(first.claims.get(kind="harm")) is None
    assert claims.settled(first.claims.get(kind="when")) is not None


def test_what_was_decided_stays_where_a_reading_numbers_the_incidents_anew(
    client: Client, amal: User
) -> None:
    told = [claim("4 people", low=4, high=4), claim("clinic", Kind.OBJECT, "clinic")]
    before = claims.keep_run(make_report(amal), told, reader="answerable 0", at=NOW)
    harm = before.claims.get(kind="harm")
    claims.decide(harm, Verdict.CORRECTED, corrected={"incident": 2}, by=amal, at=NOW)
    claims.confirm_incident(before, 1, by=amal, at=NOW)
    opened = claims_taking.take_over(before, 2, by=amal, at=NOW)
    client.force_login(amal)
    lines = client.get(f"/reports/{before.report.receipt_number}/claims/").context["incidents"]

    later = [claim("hit", Kind.MEANS, "mine"), *(replace(one, incident=2) for one in told)]
    run = claims.keep_run(before.report, later, reader="answerable 1", at=NOW)
    let_stand_again(run, ClaimsRun.objects.get(pk=before.pk))

    assert [[one.claim.kind for one in line.told] for line in lines] == [["object"], ["harm"]]
    # What a person had moved to an incident of its own is not put into the one that is second now.
    stand = {one.kind: (claims.settled(one) or {}).get("incident") for one in run.claims.all()}
    assert stand == {"means": None, "harm": 3, "object": 2}
    assert run.taken == {"3": opened.reference}


def test_what_people_add_stands_with_the_reading_and_goes_with_its_incident(
    client: Client, amal: User
) -> None:
    told = [claim("4 people", low=4, high=4), claim("hit", Kind.MEANS, "mine", incident=2)]
    before = claims.keep_run(make_report(amal), told, reader="answerable 0", at=NOW)
    claims.confirm_incident(before, 1, by=amal, at=NOW)
    given = {"value": "clinic", "incident": 1, "scope": "incident"}
    added = claims_by_hand.add(
        before.report, Kind.OBJECT, Words("clinic"), given, by=amal, at=NOW + timedelta(hours=1)
    )
    client.force_login(amal)
    address = f"/reports/{before.report.receipt_number}/claims/"

    page = client.get(address)
    back = client.post(f"{address}{added.pk}/decide/", {"verdict": "confirmed"})
    opened = claims_taking.take_over(before, 1, by=amal, at=NOW)

    assert page.context["run"] == before
    assert added.pk in [one.claim.pk for one in page.context["claims"]]
    assert [one.claim.kind for one in page.context["incidents"][0].told] == ["object", "harm"]
    assert f"run={before.pk}&" in back["Location"]
    assert opened.struck_objects.get().code == "medical_unit"

    # Another reading calls that incident the second: what was added to it goes along.
    swapped = [replace(told[0], incident=2), replace(told[1], incident=1)]
    run = claims.keep_run(before.report, swapped, reader="answerable 1",
                          at=NOW + timedelta(hours=2))  # fmt: skip
    let_stand_again(run, ClaimsRun.objects.get(pk=before.pk))
    assert (claims.settled(added.run.claims.get()) or {})["incident"] == 2
    older = client.get(address, {"run": before.pk}).content.decode()
    assert "This is an older reading" in older
    assert f'{address}incident/"' not in older
    assert "This is an older reading" not in client.get(address).content.decode()


def test_days_count_from_the_day_that_a_text_states_until_a_person_says_which_it_is(
    client: Client, amal: User
) -> None:
    text = "A strike in Lomen\n5 March 2026, 18:40\n4 people were killed in a strike on Tuesday."
    report = reports.create_report(title="x", text=text, route="paste", by=amal, at=NOW)
    client.force_login(amal)

    run = claims.read_claims(report, at=NOW)
    page = client.get(f"/reports/{report.receipt_number}/claims/").content.decode()

    assert claims.read_claims(report, at=NOW) == run
    assert date(2026, 3, 3) in run.claims.values_list("first_day", flat=True)
    assert 'value="2026-03-05"' in page
    assert "which the text states as the day it was written" in page
    assert page.count('name="published" value="2026-03-05"') == 2
    assert reports.published_day(Report.objects.get()) is None

    # It is said of that reading, not of another reader's, and not of a day that was taken away.
    told = [Claim(Kind.OBJECT, "house", "Lomen", 12, 17, "theirs", 0.9, "en")]
    other = claims.keep_run(report, told, reader="another 1", published=NOW.date(), at=NOW)
    theirs = client.get(f"/reports/{report.receipt_number}/claims/?run={other.pk}")
    days = [claims.Dated(NOW.date(), None), claims.Dated(None, NOW.date())]
    for minutes, day in enumerate(days, start=1):
        at = NOW + timedelta(minutes=minutes)
        claims.ask_to_read(Report.objects.get(), dated=day, by=amal, at=at)
    ours = client.get(f"/reports/{report.receipt_number}/claims/?run={run.pk}")
    assert (theirs.context["stated"], ours.context["stated"]) == (None, None)
    claims.read_claims(Report.objects.get(), at=NOW + timedelta(minutes=3))
    ours = client.get(f"/reports/{report.receipt_number}/claims/?run={run.pk}")
    assert ours.context["stated"] == date(2026, 3, 5)


def test_a_page_waits_for_a_reading_but_not_for_ever(client: Client, amal: User) -> None:
    report = make_report(amal)
    address = f"/reports/{report.receipt_number}/claims/"
    client.force_login(amal)
    polled = {"HX-Request": "true"}

    client.post(f"{address}read/", {"published": "2026-03-06", "held": "2026-03-06"})
    page = client.get(address).content.decode()
    waiting = client.get(address, headers=polled)
    Job.objects.update(created_at=NOW)
    slow = client.get(address, headers=polled).content.decode()

    assert 'hx-trigger="every 3s"' in page
    # Without scripts alone it is loaded anew: a day that is being typed stays.
    assert page.count("http-equiv") == page.count("<noscript><meta http-equiv") == 1
    assert waiting.status_code == 204
    assert "takes longer than usual" in slow
    assert "every 3s" not in slow
    assert "http-equiv" not in slow


def test_a_month_that_was_corrected_to_a_day_is_shown_as_a_month(
    client: Client, amal: User
) -> None:
    report = make_report(amal, "4 people were killed in a strike on Tuesday.")
    Report.objects.update(published_precision="month")
    client.force_login(amal)

    address = f"/reports/{report.receipt_number}/claims/"
    client.post(f"{address}read/", {"published": "2026-03-13", "held": ""})

    page = client.get(address).content.decode()
    assert '"2026-03"><bdi>March 2026</bdi></time> to <time datetime="2026-03-13"' in page
