"""Calendars of a channel's two sides: proposed, looked at and changed by a person, accepted."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from answerable.casework.calendar import Calendar
from answerable.node.desk.errors import BadInput
from answerable.node.desk.forms.following import CalendarForm, ProposeCalendarForm, written
from answerable.node.desk.models import SideCalendar
from answerable.node.desk.permissions import require_calendars
from answerable.node.desk.services import calendars
from answerable.node.desk.views.doing import DeskRequest, attempted, put_on, sent
from answerable.node.ledger.models import Channel

SHOWN = 50


@require_safe
def channel_list(request: DeskRequest) -> HttpResponse:
    """List the channels with the calendars that count in each."""
    require_calendars(request.user)
    found = Channel.objects.exclude(ours=None).select_related("ours", "theirs")
    rows = SideCalendar.objects.filter(channel__in=found).select_related("by")
    counts: dict[int, dict[str, SideCalendar]] = {}
    for row in reversed(rows):
        counts.setdefault(row.channel_id, {})[row.party] = row
    listed = [
        (
            channel,
            [
                (name, counts.get(channel.pk, {}).get(code))
                for code, name in calendars.parties(channel).items()
            ],
        )
        for channel in found
    ]
    return render(request, "desk/calendars/list.html", {"listed": listed})


def calendar(request: DeskRequest, slug: str) -> HttpResponse:
    """Show a channel's calendars; propose one, look what it moves, accept it."""
    require_calendars(request.user)
    channel = get_object_or_404(
        Channel.objects.exclude(ours=None).select_related("ours", "theirs"), slug=slug
    )
    names = calendars.parties(channel)
    asking = ProposeCalendarForm(
        request.GET if "country" in request.GET else None,
        parties=names,
        countries=list(calendars.countries()),
        initial=_years(),
    )
    form: CalendarForm | None = None
    moved: list[calendars.Moved] | None = None
    if request.method == "POST":
        form = CalendarForm(sent(request), parties=names)
        if form.is_valid() and "accept" not in request.POST:
            moved = _tried(request, channel, form)
        elif form.is_valid() and _accepted(request, channel, form):
            return redirect("desk:calendar", slug)
    elif asking.is_bound and asking.is_valid():
        form = _proposed(asking, names)
    context = {
        "channel": channel,
        "asking": asking,
        "form": form,
        "names": names,
        "accepted": [(name, calendars.accepted(channel).get(code)) for code, name in names.items()],
        "history": [
            (names.get(row.party, row.party), row)
            for row in SideCalendar.objects.filter(channel=channel).select_related("by")[:SHOWN]
        ],
        "proposed_none": asking.is_bound and form is not None and not form.initial.get("days"),
        **_moves(moved),
    }
    return render(request, "desk/calendars/calendar.html", context)


def _years() -> dict[str, int]:
    this = timezone.localdate().year
    return {"first_year": this, "last_year": this + 1}


def _proposed(asking: ProposeCalendarForm, names: dict[str, str]) -> CalendarForm | None:
    given = asking.cleaned_data
    try:
        found = calendars.propose(
            given["country"], given["subdivision"].upper(), given["first_year"], given["last_year"]
        )
    except BadInput as exc:
        put_on(asking, exc)
        return None
    initial = {
        **given,
        "subdivision": given["subdivision"].upper(),
        "weekend": [str(day) for day in found.weekend],
        "days": written(found.days),
    }
    return CalendarForm(parties=names, initial=initial)


def _tried(request: DeskRequest, channel: Channel, form: CalendarForm) -> list[calendars.Moved]:
    given = form.cleaned_data
    tried = Calendar(frozenset(given["weekend"]), frozenset(dict(given["days"])))
    return calendars.moved_by(channel, given["party"], tried, request.user)


def _accepted(request: DeskRequest, channel: Channel, form: CalendarForm) -> bool:
    given = {**form.cleaned_data}
    party = given.pop("party")
    done, row = attempted(
        form,
        lambda: calendars.accept(channel, party, **given, by=request.user, at=timezone.now()),
    )
    moved = row.moved if row is not None else 0
    said = ngettext(
        "Accepted. %(n)s next step of the cases that you see moved.",
        "Accepted. %(n)s next steps of the cases that you see moved.",
        moved,
    )
    if done:
        messages.success(request, said % {"n": moved})
    return done


def _moves(moved: list[calendars.Moved] | None) -> dict[str, Any]:
    if moved is None:
        return {}
    return {"looked": True, "moved_count": len(moved), "moved": moved[:SHOWN]}
