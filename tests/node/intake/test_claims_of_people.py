"""A total goes into the tolls, and a person adds what no reader found."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from answerable.extraction.claims import Kind, Scope
from answerable.extraction.counts.numbers import Qualifier
from answerable.node.accounts.models import User
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.models import Incident, Report, Toll
from answerable.node.desk.services import reports
from answerable.node.desk.services.counts import Count
from answerable.node.intake import marking
from answerable.node.intake.models import ClaimsRun, StatedClaim, Verdict
from answerable.node.intake.services import claims, claims_by_hand, claims_tolls
from answerable.node.intake.services.claims_by_hand import Words
from tests.node.intake.test_claims import NOW, claim, make_report

POLISH = "Wczoraj w Lomen zginęły trzy osoby.\n\nWczoraj   nikt nie odpowiedział."


def total_of(by: User) -> StatedClaim:
    run = claims.keep_run(
        make_report(by),
        [claim("more than 25,000", low=25_001, qualifier=Qualifier.MORE_THAN,
               scope=Scope.CUMULATIVE, incident=None, sources=("Reuters", "health ministry")),
         claim("Since October", Kind.WHEN, "2025-10", scope=Scope.CUMULATIVE, incident=None)],
        reader="another 1", published=date(2026, 3, 6), at=NOW,
    )  # fmt: skip
    return run.claims.get(kind="harm")


def sent(form: Any, rows: Any) -> dict[str, object]:
    """Return what a browser sends of a form as it was shown."""
    found: dict[str, object] = {}
    for one in (form, rows.management_form, *rows):
        for field in one:
            value = field.value()
            found[field.html_name] = "" if value is None or value is False else value
    return found


def test_a_total_is_taken_into_the_tolls_as_the_form_proposes_it(
    client: Client, amal: User
) -> None:
    total = total_of(amal)
    client.force_login(amal)
    address = f"/reports/{total.run.report.receipt_number}/claims/{total.pk}/toll/"

    asked = client.get(address)
    page = asked.context
    given = sent(page["form"], page["rows"]) | {"situation": "Lomen"}
    client.post(address, given)
    client.post(address, given)

    # Whoever thinks better of it goes back to the total.
    assert f'#claim-{total.pk}">Cancel</a>' in asked.content.decode()
    toll = Toll.objects.get()
    assert (toll.owner, toll.as_of, toll.covers) == ("Reuters", date(2026, 3, 6), "Since October")
    assert "Reuters ← health ministry" in toll.note
    assert toll.report == total.run.report
    count = toll.figures.get()
    assert (count.category, count.low, count.high, count.qualifier) == (
        "killed", 25_000, None, "at_least",
    )  # fmt: skip
    assert claims.decision_of(StatedClaim.objects.get(pk=total.pk)) is not None
    assert not Incident.objects.exists()
    assert (
        "In the tolls"
        in client.get(f"/reports/{toll.report.receipt_number}/claims/").content.decode()
    )


def test_what_is_of_one_incident_is_no_toll(client: Client, amal: User) -> None:
    run = claims.keep_run(
        make_report(amal), [claim("4 people", low=4, high=4)], reader="another 1", at=NOW
    )
    client.force_login(amal)

    answer = client.get(f"/reports/{run.report.receipt_number}/claims/{run.claims.get().pk}/toll/")

    assert answer.status_code == 302
    assert not Toll.objects.exists()


def test_in_a_language_that_is_not_read_a_person_adds_the_claim(client: Client, amal: User) -> None:
    report = reports.create_report(title="Lomen", text=POLISH, language="pl", route="paste",
                                   by=amal, at=NOW)  # fmt: skip
    client.force_login(amal)
    address = f"/reports/{report.receipt_number}/claims/"
    given = {"kind": "harm", "value": "killed", "low": "3", "high": "3", "qualifier": "exact",
             "scope": "incident", "incident": "1", "said_by": "Lomen Post"}  # fmt: skip

    refused = client.post(f"{address}add/", {**given, "quote": "cztery osoby"}).content.decode()
    client.post(f"{address}add/", {**given, "quote": "trzy\r\n osoby"})
    client.post(f"{address}incident/", {"run": ClaimsRun.objects.get().pk, "incident": "1"})

    assert "do not stand in the text" in refused
    kept = StatedClaim.objects.get()
    assert POLISH[kept.start : kept.end] == kept.quote == "trzy osoby"
    assert Incident.objects.get().figures.get().stated_by == "Lomen Post"
    page = client.get(address).content.decode()
    assert ">trzy osoby</a></mark>" in page
    assert '<bdi dir="ltr">by hand</bdi>' in page


def test_words_that_stand_there_twice_are_told_apart(amal: User) -> None:
    report = reports.create_report(title="Lomen", text=POLISH, route="paste", by=amal, at=NOW)
    day = {"first_day": date(2026, 3, 5), "scope": "incident"}

    one = claims_by_hand.add(report, Kind.WHEN, Words("Wczoraj", 2), day, by=amal, at=NOW)

    assert (one.start, one.value) == (POLISH.rindex("Wczoraj"), "2026-03-05")
    for words in (Words("Wczoraj", 3), Words(" "), Words("x" * 3000)):
        with pytest.raises(BadInput):
            claims_by_hand.add(report, Kind.WHEN, words, day, by=amal, at=NOW)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_asked_for_and_nonsense_breaks_nothing(
    client: Client, amal: User, kind: Kind
) -> None:
    report = reports.create_report(title="Lomen", text=POLISH, route="paste", by=amal,
                                   at=datetime(2026, 3, 6, tzinfo=UTC))  # fmt: skip
    client.force_login(amal)
    address = f"/reports/{report.receipt_number}/claims/add/"

    assert client.get(address, {"kind": kind}).status_code == 200
    assert client.post(address, {"kind": kind, "quote": "\x00", "low": "9" * 40}).status_code == 200
    assert not ClaimsRun.objects.exists()


def test_a_line_of_both_directions_is_shown_sentence_by_sentence() -> None:
    text = "Two people died in Lomen. قُتل ثلاثة أشخاص. Nobody spoke.\nאיש לא נפגע. איש לא דיבר."

    lines = ["".join(piece.words for piece in line)
             for line in marking.paragraphs(text, [], 0, len(text))]  # fmt: skip

    assert "".join(lines) == text.replace("\n", "")
    assert [line.strip() for line in lines] == [
        "Two people died in Lomen.", "قُتل ثلاثة أشخاص.", "Nobody spoke.", text.split("\n")[1],
    ]  # fmt: skip


WHERE = {"kind": "where", "quote": "w Lomen", "scope": "incident", "incident": "1"}


def by_hand(client: Client, amal: User) -> str:
    report = reports.create_report(title="Lomen", text=POLISH, route="paste", by=amal, at=NOW)
    client.force_login(amal)
    return f"/reports/{report.receipt_number}/claims/"


def test_a_place_is_found_by_its_name_and_becomes_the_incidents(client: Client, amal: User) -> None:
    address = by_hand(client, amal)

    page = client.post(f"{address}add/", {**WHERE, "place_name": "Rafah", "find": "1"})
    html = page.content.decode()
    assert not StatedClaim.objects.exists()
    # Namesakes are told apart by region and country, and what was written stays.
    assert "Egypt" in html
    assert "Palestin" in html
    assert "\nw Lomen</textarea>" in html
    chosen = "geonames:281102"
    assert chosen in html
    client.post(f"{address}add/", {**WHERE, "place_name": "Rafah", "entry": chosen})

    kept = StatedClaim.objects.get()
    assert kept.place is not None
    assert (kept.place["id"], kept.place["country"], kept.place["radius_km"]) == (chosen, "PS", 6.5)
    client.post(f"{address}incident/", {"run": kept.run_id, "incident": "1"})
    place = Incident.objects.get().places.get()
    assert (place.radius, str(place.names.get())) == (6500, kept.place["name"])


def test_coordinates_are_given_in_degrees_or_on_the_grid(client: Client, amal: User) -> None:
    address = by_hand(client, amal)

    degrees = {"latitude": "-12.5", "longitude": "30.25", "radius_km": "2"}
    client.post(f"{address}add/", {**WHERE, **degrees})
    client.post(f"{address}add/", {**WHERE, "grid": "38S MB 44 88", "value": "the mill"})

    first, second = StatedClaim.objects.order_by("pk")
    assert first.place == {
        "id": "", "name": "", "latitude": -12.5, "longitude": 30.25, "radius_km": 2.0, "country": ""
    }  # fmt: skip
    assert second.place is not None
    assert 0.7 < second.place["radius_km"] < 0.8
    # Corrected later: the point moves, and the incident takes over what was corrected.
    claims.decide(first, Verdict.REJECTED, by=amal, at=NOW)
    moved = {"value": "the old mill", "scope": "incident", "incident": "1", "after": "x"}
    page = client.post(f"{address}{second.pk}/", {**moved, "entry": "as it is", "radius_km": "3"})
    assert page.status_code == 302
    client.post(f"{address}incident/", {"run": first.run_id, "incident": "1"})
    place = Incident.objects.get().places.get()
    assert (place.radius, str(place.names.get())) == (3000, "the old mill")


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude": "5"},
        {"latitude": "5", "longitude": "5"},
        {"latitude": "5", "longitude": "5", "radius_km": "nan"},
        {"latitude": "5", "longitude": "5", "radius_km": "2", "grid": "38S MB 44 88"},
        {"latitude": "5", "longitude": "5", "radius_km": "2", "place_name": "Rafah",
         "entry": "geonames:281102"},
        {"latitude": "95", "longitude": "5", "radius_km": "2"},
        {"grid": "\x00nonsense"},
        {"radius_km": "4"},
        {"place_name": "Rafah", "entry": "geonames:0"},
        {"place_name": "Rafah"},
        {"place_name": "Nowhere at all"},
    ],
)  # fmt: skip
def test_half_a_place_is_refused_with_what_to_do(
    client: Client, amal: User, wrong: dict[str, str]
) -> None:
    page = client.post(f"{by_hand(client, amal)}add/", {**WHERE, **wrong})

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not StatedClaim.objects.exists()


def test_a_text_that_changed_meanwhile_keeps_no_claim(amal: User) -> None:
    report = reports.create_report(title="Lomen", text=POLISH, route="paste", by=amal, at=NOW)
    Report.objects.filter(pk=report.pk).update(text=f"Corrected. {POLISH}")

    with pytest.raises(NotPossible):
        claims_by_hand.add(report, Kind.OBJECT, Words("Lomen"), {}, by=amal, at=NOW)
    assert not ClaimsRun.objects.exists()


def test_a_total_that_another_run_has_too_goes_into_the_tolls_once(
    client: Client, amal: User
) -> None:
    total = total_of(amal)
    report = total.run.report
    again = claims.keep_run(
        report,
        [claim("more than 25,000 people", low=25_001, scope=Scope.CUMULATIVE, incident=None)],
        reader="another 2", at=NOW,
    ).claims.get()  # fmt: skip
    given: dict[str, Any] = {
        "situation": "Lomen", "as_of": date(2026, 3, 6), "owner": "Reuters", "covers": "",
        "note": "", "figures": [Count("killed", 25_001, None)], "by": amal, "at": NOW,
    }  # fmt: skip
    claims_tolls.take(total, **given)

    with pytest.raises(NotPossible):
        claims_tolls.take(again, **given)

    assert Toll.objects.count() == 1
    client.force_login(amal)
    address = f"/reports/{report.receipt_number}/claims/?run={again.run_id}"
    assert "In the tolls" in client.get(address).content.decode()


def test_a_corrected_day_is_what_is_shown(client: Client, amal: User) -> None:
    run = claims.keep_run(
        make_report(amal),
        [claim("5 March 2026", Kind.WHEN, "2026-03-05", first_day=date(2026, 3, 5))],
        reader="another 1", at=NOW,
    )  # fmt: skip
    client.force_login(amal)
    address = f"/reports/{run.report.receipt_number}/claims/"
    days = {"first_day": "2026-03-03", "last_day": "2026-03-03"}

    asked = client.get(f"{address}{run.claims.get().pk}/").content.decode()
    client.post(f"{address}{run.claims.get().pk}/", {**days, "scope": "incident", "after": "0"})

    assert "<mark>5 March 2026</mark>, killing" in asked
    assert "<bdi>3 Mar 2026</bdi>" in client.get(address).content.decode()


def test_another_place_is_also_what_the_claim_is_called(client: Client, amal: User) -> None:
    address = by_hand(client, amal)
    client.post(f"{address}add/", {**WHERE, "place_name": "Rafah", "entry": "geonames:281102"})
    one = StatedClaim.objects.get()
    other = {"value": one.value, "place_name": "Khan Yunis", "entry": "geonames:281124"}

    client.post(f"{address}{one.pk}/", {**WHERE, **other})

    settled = claims.settled(StatedClaim.objects.get())
    assert settled is not None
    assert (settled["value"], settled["place"]["id"]) == ("Khān Yūnis", "geonames:281124")


@pytest.mark.parametrize(
    ("put", "low", "high", "kept"),
    [("more_than", "30", "", (31, None)), ("less_than", "", "5", (None, 4))],
)
def test_the_number_a_person_types_is_the_one_that_is_stated(
    client: Client, amal: User, put: str, low: str, high: str, kept: tuple[int | None, int | None]
) -> None:
    given = {"kind": "harm", "value": "killed", "qualifier": put, "low": low, "high": high,
             "scope": "incident", "incident": "1"}  # fmt: skip
    address = by_hand(client, amal)
    client.post(f"{address}add/", {**given, "quote": "trzy osoby"})
    one = StatedClaim.objects.get()

    # A correction begins with the number that was said, and sent as it is it changes nothing.
    shown = client.get(f"{address}{one.pk}/").context["form"].initial
    client.post(f"{address}{one.pk}/", {**given, "category": "medics"})
    client.post(f"{address}incident/", {"run": one.run_id, "incident": "1"})

    assert (one.low, one.high) == kept
    # A second correction goes on from the first; people are chosen by words, not by codes.
    again = client.get(f"{address}{one.pk}/")
    assert again.context["form"].initial == shown | {"category": "medics"}
    assert '<option value="medics" selected>medical staff</option>' in again.content.decode()
    assert [str(shown[name] or "") for name in ("low", "high")] == [low, high]
    figure = Incident.objects.get().figures.get()
    assert [str(number or "") for number in (figure.low, figure.high)] == [low, high]
