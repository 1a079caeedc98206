"""What a report states is read, shown beside its words, decided by a person, and taken over."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from answerable.extraction.claims import Claim, Kind, Place, Scope
from answerable.extraction.counts.numbers import Qualifier
from answerable.extraction.documents.document import Limits
from answerable.extraction.retold import TOLD_AGAIN
from answerable.node.accounts.models import User
from answerable.node.desk.errors import ChangedMeanwhile, NotPossible
from answerable.node.desk.models import Compartment, Incident, Report
from answerable.node.desk.services import reports
from answerable.node.intake.models import ClaimsRun, Verdict
from answerable.node.intake.services import claims, claims_taking

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
TEXT = (
    "A strike <b>hit</b> the clinic in Lomen on 5 March 2026, killing 4 people, "
    "the Lomen Post said.\n"
    "The army denied that 12 people were killed.\n"
    "Since October more than 25,000 people have been killed.\n"
    "قُتل ثلاثة أشخاص في غارة على مستشفى.\n"
    "שלושה בני אדם נהרגו."
)


def make_report(by: User, text: str = TEXT) -> Report:
    return reports.create_report(
        title="A clinic was hit", text=text, publisher="Lomen Post", published_at=NOW,
        published_precision="day", route="paste", by=by, at=NOW,
    )  # fmt: skip


def claim(quote: str, kind: Kind = Kind.HARM, value: str = "killed", **given: object) -> Claim:
    start = TEXT.index(quote)
    plain = Claim(kind, value, quote, start, start + len(quote), "theirs", 0.9, "en", incident=1)
    return replace(plain, **given)  # type: ignore[arg-type]


def make_run(by: User) -> ClaimsRun:
    return make_run_of(make_report(by))


def make_run_of(report: Report) -> ClaimsRun:
    where = Place("x:1", "Lomen", 10.5, 20.25, 2.0)
    return claims.keep_run(
        report,
        [
            claim("4 people", low=4, high=4, sources=("Lomen Post",), rule=f"theirs{TOLD_AGAIN}"),
            claim("12 people", Kind.DENIAL, "denies_harm"),
            claim("more than 25,000", low=25_001, qualifier=Qualifier.MORE_THAN,
                  scope=Scope.CUMULATIVE, incident=None),
            claim("clinic", Kind.OBJECT, "clinic"),
            claim("in Lomen", Kind.WHERE, "Lomen", place=where),
            claim("5 March 2026", Kind.WHEN, "2026-03-05", first_day=date(2026, 3, 5),
                  last_day=date(2026, 3, 5), grain="day"),
        ],
        reader="another 1",
        published=date(2026, 3, 6),
        at=NOW,
    )  # fmt: skip


def test_our_reader_reads_a_report_once(amal: User) -> None:
    report = make_report(amal)

    run = claims.read_claims(report, at=NOW)
    again = claims.read_claims(report, at=NOW)

    assert again.pk == run.pk
    killed = run.claims.filter(kind="harm", value="killed", scope="incident")
    assert {(one.low, one.language) for one in killed} >= {(4, "en"), (3, "ar")}
    assert run.claims.filter(scope="cumulative").exists()
    assert all(TEXT[one.start : one.end] == one.quote for one in run.claims.all())


def test_a_reader_that_dies_leaves_the_report_and_says_why(client: Client, amal: User) -> None:
    report = make_report(amal)
    tight = Limits(memory_bytes=32 * 1024 * 1024)

    failed = claims.read_claims(report, at=NOW, limits=tight)
    again = claims.read_claims(report, at=NOW, limits=tight)

    assert (again.pk, failed.claims.count()) == (failed.pk, 0)
    client.force_login(amal)
    page = client.get(f"/reports/{report.receipt_number}/claims/").content.decode()
    assert "Not read: Reading needed too much memory" in page
    assert "Read again" in page
    make_run_of(report)
    assert "4 people" in client.get(f"/reports/{report.receipt_number}/claims/").content.decode()


def test_what_another_reader_made_up_is_dropped_and_counted(amal: User) -> None:
    good = claim("4 people", low=4, high=4)
    bad = [
        replace(good, quote="5 people"),
        replace(good, start=10**7, end=10**7 + 3),
        replace(good, low=2**40, high=2**40),
        replace(good, incident=2**40),
        replace(good, place=Place("x", "x", 0, 0, float("inf"))),
    ]

    run = claims.keep_run(make_report(amal), [good, *bad], reader="another\x00 1", at=NOW)

    assert run.claims.count() == 1
    assert run.dropped == len(bad)


def test_a_decision_stands_beside_the_claim_and_can_be_taken_back(amal: User) -> None:
    one = make_run(amal).claims.get(value="killed", scope="incident")

    first = claims.decide(one, Verdict.CORRECTED, corrected={"low": 5}, after=0, by=amal, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        claims.decide(one, Verdict.REJECTED, after=0, by=amal, at=NOW)

    one.refresh_from_db()
    assert one.low == 4
    assert (claims.settled(one) or {})["low"] == 5
    claims.decide(one, Verdict.UNDONE, after=first.pk, by=amal, at=NOW)
    assert claims.settled(one) is None


def test_a_new_run_leaves_the_decisions_of_an_older_one(amal: User) -> None:
    run = make_run(amal)
    claims.confirm_incident(run, 1, by=amal, at=NOW)

    claims.read_claims(run.report, at=NOW)

    assert ClaimsRun.objects.count() == 2
    assert claims.confirm_incident(run, 1, by=amal, at=NOW) == 0


def test_confirmed_claims_become_an_incident_without_totals_and_denials(amal: User) -> None:
    run = make_run(amal)
    claims.confirm_incident(run, 1, by=amal, at=NOW)

    incident = claims_taking.take_over(run, 1, by=amal, at=NOW)
    claims_taking.take_over(run, 1, to=incident, by=amal, at=NOW)

    figure = incident.figures.get()
    assert (figure.stated_by, figure.category, figure.low, figure.high) == (
        "Lomen Post", "killed", 4, 4,
    )  # fmt: skip
    assert incident.struck_objects.get().code == "medical_unit"
    assert incident.places.get().radius == 2000
    assert incident.time_precision == "day"


def test_what_has_no_code_of_its_own_is_filed_as_other_in_the_words_of_the_text(amal: User) -> None:
    words = {"clinic": "shop", "Lomen": "clinic", "Post": "shop", "hit": "bus", "army": "military"}
    told = [claim(quote, Kind.OBJECT, value) for quote, value in words.items()]
    run = confirmed(claims.keep_run(make_report(amal), told, reader="another 1", at=NOW), amal)

    incident = claims_taking.take_over(run, 1, by=amal, at=NOW)
    claims_taking.take_over(run, 1, to=incident, by=amal, at=NOW)

    assert set(incident.struck_objects.values_list("code", "note")) == {
        ("other", "“hit” (Lomen Post)"),
        ("other", "“clinic” (Lomen Post)"),
        ("medical_unit", "“Lomen” (Lomen Post)"),
    }


def test_the_day_and_place_of_the_harm_are_taken_and_the_others_are_named(
    client: Client, amal: User
) -> None:
    fifth, ninth = date(2026, 3, 5), date(2026, 3, 9)
    told = [
        claim("in Lomen", Kind.WHERE, "Lomen", place=Place("x:1", "Lomen", 1, 2, 2.0)),
        claim("5 March 2026", Kind.WHEN, "x", first_day=fifth, last_day=fifth, grain="day"),
        claim("The army", Kind.WHERE, "Elsoria", place=Place("x:3", "Elsoria", 14, 20, 300.0)),
        claim("denied", Kind.WHERE, "Elso", place=Place("x:2", "Elso", 10.5, 20, 2.0)),
        claim("denied", Kind.WHEN, "x", first_day=ninth, last_day=ninth, grain="day"),
        claim("12 people", low=12, high=12),
    ]
    run = claims.keep_run(make_report(amal), told, reader="another 1", at=NOW)
    client.force_login(amal)

    sent = {"run": confirmed(run, amal).pk, "incident": "1"}
    address = f"/reports/{run.report.receipt_number}/claims/incident/"
    page = client.post(address, sent, follow=True).content.decode()

    incident = Incident.objects.get()
    assert incident.start is not None
    assert (incident.start.day, incident.places.get().latitude) == (9, Decimal("10.5"))
    assert "begins with one place: “in Lomen”, “5 March 2026”, “The army”." in page


def test_the_page_shows_claims_beside_escaped_words(client: Client, amal: User) -> None:
    run = make_run(amal)
    client.force_login(amal)
    address = f"/reports/{run.report.receipt_number}/claims/"

    page = client.get(address).content.decode()

    assert "&lt;b&gt;hit" in page
    assert "<b>hit" not in page
    assert ">4 people</a></mark>" in page
    assert "Totals, never an incident" in page
    assert "more than <bdi>25,000</bdi>" in page
    assert page.count("<em>told again</em>") == 1


def test_in_short_an_incident_is_told_by_its_wholes(client: Client, amal: User) -> None:
    whole = claim("4 people", low=4, high=4)
    run = claims.keep_run(
        make_report(amal),
        [whole, replace(whole, low=2, high=2, category="children", subset_of=0)],
        reader="another 1", at=NOW,
    )  # fmt: skip
    client.force_login(amal)

    page = client.get(f"/reports/{run.report.receipt_number}/claims/").content.decode()

    short = page.partition("Incident 1 of the text</h3>")[2].partition("</p>")[0]
    assert re.findall(r"\d+", short) == ["4"]
    assert page.count("<em>part of another figure</em>") == 1


def test_claims_are_decided_and_taken_over_by_forms(client: Client, amal: User) -> None:
    run = make_run(amal)
    one = run.claims.get(value="killed", scope="incident")
    client.force_login(amal)
    address = f"/reports/{run.report.receipt_number}/claims/"

    client.post(f"{address}{one.pk}/", {"value": "killed", "low": "6", "high": "5",
                                       "scope": "incident"})  # fmt: skip
    assert claims.settled(one) is None
    client.post(f"{address}{one.pk}/", {"value": "killed", "low": "5", "high": "6",
                                       "scope": "incident", "incident": "1"})  # fmt: skip
    assert "Confirm all that is open" in client.get(address).content.decode()
    client.post(f"{address}{one.pk}/decide/", {"verdict": "undone"})
    assert "Open an incident from" not in client.get(address).content.decode()
    client.post(f"{address}{one.pk}/", {"value": "killed", "low": "5", "high": "6",
                                       "scope": "incident", "incident": "1"})  # fmt: skip
    client.post(f"{address}confirm/", {"run": run.pk, "incident": "1"})
    page = client.get(address).content.decode()
    assert "Confirm all that is open" not in page
    assert "Open an incident from" in page
    client.post(f"{address}incident/", {"run": run.pk, "incident": "1"})

    assert "An incident was opened from it" in client.get(address).content.decode()
    assert Incident.objects.get().figures.get().high == 6
    for bad in ("", "9" * 30, "-1", "\x00"):
        assert client.post(f"{address}incident/", {"run": bad}).status_code == 404
        assert client.get(address, {"run": bad, "page": bad}).status_code == 200


def test_means_and_a_suspected_actor_are_taken_over_as_somebody_states_them(amal: User) -> None:
    said = {"sources": ("Lomen Post",)}
    run = claims.keep_run(
        make_report(amal),
        [claim("strike", Kind.MEANS, "airstrike", **said),
         claim("The army", Kind.ACTOR, "state_forces", **said),
         claim("army denied", Kind.ACTOR, "state_forces", category="denied")],
        reader="another 1", at=NOW,
    )  # fmt: skip

    incident = claims_taking.take_over(confirmed(run, amal), 1, by=amal, at=NOW)
    claims_taking.take_over(run, 1, to=incident, by=amal, at=NOW)

    named = incident.attributions.get()
    assert (named.party_name, named.stated_by, named.status) == (
        "The army", "Lomen Post", "suspected",
    )  # fmt: skip
    assert named.report == run.report
    incident.refresh_from_db()
    assert (incident.weapon, incident.weapon_note) == ("air_dropped", "“strike” (Lomen Post)")


def test_of_several_means_none_is_chosen(amal: User) -> None:
    run = claims.keep_run(
        make_report(amal),
        [claim("strike", Kind.MEANS, "airstrike"), claim("hit", Kind.MEANS, "mine")],
        reader="another 1", at=NOW,
    )  # fmt: skip

    incident = claims_taking.take_over(confirmed(run, amal), 1, by=amal, at=NOW)

    assert incident.weapon == ""
    assert "“strike”" in incident.weapon_note
    assert "“hit”" in incident.weapon_note


def confirmed(run: ClaimsRun, by: User) -> ClaimsRun:
    claims.confirm_incident(run, 1, by=by, at=NOW)
    return run


def test_the_same_claims_open_one_incident_and_say_each_figure_once(amal: User) -> None:
    report = make_report(amal)
    twice = [claim("4 people", low=4, high=4), claim("4 people", low=4, high=4)]
    run = confirmed(claims.keep_run(report, twice, reader="another 1", at=NOW), amal)

    opened = claims_taking.take_over(run, 1, by=amal, at=NOW)

    assert opened.figures.count() == 1
    with pytest.raises(NotPossible):
        claims_taking.take_over(run, 1, by=amal, at=NOW)
    assert Incident.objects.count() == 1


def test_claims_of_a_closed_report_go_into_no_open_incident(amal: User) -> None:
    run = confirmed(make_run(amal), amal)
    other = claims_taking.take_over(run, 1, by=amal, at=NOW)
    room = Compartment.objects.create(code="C-1", name="x", opened_by=amal, opened_at=NOW)
    Report.objects.filter(pk=run.report_id).update(compartment=room)

    with pytest.raises(NotPossible):
        claims_taking.take_over(run, 1, to=other, by=amal, at=NOW)


def test_claims_of_a_text_that_was_replaced_are_not_taken_over(amal: User) -> None:
    run = confirmed(make_run(amal), amal)
    Report.objects.filter(pk=run.report_id).update(text="Another text.")
    run.refresh_from_db()

    with pytest.raises(NotPossible):
        claims_taking.take_over(run, 1, by=amal, at=NOW)
    with pytest.raises(NotPossible):
        claims.confirm_incident(ClaimsRun.objects.get(), 1, by=amal, at=NOW)
    assert not Incident.objects.exists()


def test_whoever_corrects_what_was_decided_meanwhile_is_told(client: Client, amal: User) -> None:
    run = make_run(amal)
    one = run.claims.get(kind="object")
    client.force_login(amal)
    address = f"/reports/{run.report.receipt_number}/claims/{one.pk}/"
    form = client.get(address).context["claim"]
    claims.decide(one, Verdict.REJECTED, by=amal, at=NOW)

    client.post(address, {"value": "clinic", "scope": "incident", "after": form.after})

    assert claims.settled(one) is None


def test_what_was_struck_is_corrected_from_the_list_and_shown_in_words(
    client: Client, amal: User
) -> None:
    run = make_run(amal)
    one = run.claims.get(kind="object")
    client.force_login(amal)
    address = f"/reports/{run.report.receipt_number}/claims/"

    client.post(f"{address}{one.pk}/", {"value": "a tower", "scope": "incident"})
    refused = claims.settled(one)
    client.post(f"{address}{one.pk}/", {"value": "un_premises", "scope": "incident"})

    assert refused is None
    assert "Premises of the United Nations" in client.get(address).content.decode()


def test_a_page_of_thousands_of_claims_is_bounded(
    client: Client, amal: User, django_assert_max_num_queries: object
) -> None:
    text = "4 people were killed. " * 50_000
    report = make_report(amal, text)
    some = [Claim(Kind.HARM, "killed", "4 people", n * 22, n * 22 + 8, "theirs", 0.9, "en",
                  low=4, high=4) for n in range(5_500)]  # fmt: skip
    run = claims.keep_run(report, some, reader="another 1", at=NOW)
    client.force_login(amal)

    with django_assert_max_num_queries(16):  # type: ignore[operator]
        page = client.get(f"/reports/{report.receipt_number}/claims/?page=3")

    assert (run.claims.count(), run.left_out) == (5_000, 500)
    assert len(page.content) < 600_000
