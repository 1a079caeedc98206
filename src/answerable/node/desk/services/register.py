"""Keep the victims' register: who may read it, what is written there, each reading on record.

Off by default. Nothing else of the desk asks for what stands here, but for the leak check, which is
told where a name stands in its own text, and the counts by which figures can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from answerable.casework.disclosure import Outgoing, Phrase, find_leaks
from answerable.node.accounts import audit
from answerable.node.accounts.models import Role, User
from answerable.node.accounts.roles import require_role, roles_of
from answerable.node.desk.codes import Confidence, Notified
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import (
    Incident,
    RegisterReader,
    RegisterSwitch,
    Victim,
)
from answerable.node.desk.register_codes import AgeBand, FamilyConsent, Fate, Sex, VictimRole
from answerable.node.desk.services.facts import stand
from answerable.node.ui.paging import LongPaginator

READERS = Victim.seen_by
PER_PAGE = 50
# What the page shows: who stands there, and whose name is left in what was set aside.
_SHOWN = Q(set_aside_at=None) | Q(erased_at=None, corrected_by=None)
_OLDEST = 130
_LONGEST = 2000
_CODES: dict[str, Any] = {
    "fate": Fate,
    "sex": Sex,
    "age_band": AgeBand,
    "pregnant": Notified,
    "role": VictimRole,
    "confidence": Confidence,
    "family_consent": FamilyConsent,
}
_TEXTS = ("names", "occupation", "group", "source", "list_number", "contact", "note")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is stated of a person. `names` has one name a line."""

    names: str
    source: str
    fate: str
    sex: str = Sex.UNKNOWN
    age: int | None = None
    age_band: str = AgeBand.UNKNOWN
    pregnant: str = Notified.UNKNOWN
    role: str = VictimRole.NONE
    occupation: str = ""
    group: str = ""
    list_number: str = ""
    contact: str = ""
    family_consent: str = FamilyConsent.NOT_ASKED
    confidence: str = Confidence.TO_BE_RECHECKED
    note: str = ""


@dataclass(frozen=True)
class Compared:
    """How many the register holds of one fate, and what one owner states."""

    fate: str
    held: int
    owner: str
    low: int | None
    high: int | None
    qualifier: str


def is_on() -> bool:
    """Tell whether the register is on."""
    last = RegisterSwitch.objects.order_by("-pk").first()
    return last is not None and last.is_on


def open_to(user: User) -> Exists | Value:
    """Return the condition that the register is on and the person let in, for use in a query."""
    return Value(False) if roles_of(user).isdisjoint(READERS) else Exists(_leaves(user))


@transaction.atomic
def switch(on: bool, *, reason: str, by: User, at: datetime) -> None:
    """Turn the register on or off, with the reason. What stands in it stays, and is not read."""
    require_role(by, Role.ADMINISTRATOR)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    if is_on() == on:
        raise NotPossible("already_so")
    RegisterSwitch.objects.create(is_on=on, reason=reason.strip(), by=by, at=at)
    verb = "victims' register turned on" if on else "victims' register turned off"
    audit.record(by, verb, "register", "1", at=at)


@transaction.atomic
def let_in(user: User, *, reason: str, by: User, at: datetime) -> RegisterReader:
    """Let a case officer or an investigator into the register, with the reason."""
    require_role(by, Role.ADMINISTRATOR)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    if roles_of(user).isdisjoint(READERS):
        raise BadInput({"user": "register_is_not_for_this_role"})
    try:
        with transaction.atomic():
            given = RegisterReader.objects.create(
                user=user, reason=reason.strip(), given_by=by, given_at=at
            )
    except IntegrityError as exc:
        raise NotPossible("already_so") from exc
    audit.record(by, "let into the victims' register", "person", str(user.pk), at=at)
    return given


@transaction.atomic
def let_out(given: RegisterReader, *, by: User, at: datetime) -> None:
    """Let a person out of the register."""
    require_role(by, Role.ADMINISTRATOR)
    ended = RegisterReader.objects.filter(pk=given.pk, ended_at=None).update(
        ended_by=by, ended_at=at
    )
    if not ended:
        raise ChangedMeanwhile(str(given.pk))
    audit.record(by, "let out of the victims' register", "person", str(given.user_id), at=at)


@transaction.atomic
def read(
    incident: Incident, number: str | int | None = None, *, by: User, at: datetime
) -> Page[Victim]:
    """Return a page of an incident's register; that it was read goes into the trail.

    First who stands there, then what was set aside with nothing in its place and still names
    somebody. What a correction replaced is erased with it.
    """
    rows = Victim.objects.filter(incident=OuterRef("pk")).filter(_SHOWN)
    counted = _open(incident, by).annotate(entries=_count(rows, "incident"))
    entries = counted.values_list("entries", flat=True).first()
    if entries is None:
        raise NotPermitted("register")
    audit.record(by, "victims' register read", "incident", incident.reference, at=at)
    found = Victim.objects.filter(incident=incident).filter(_SHOWN).select_related("set_aside_by")
    pages = LongPaginator(found.order_by(F("set_aside_at").asc(nulls_first=True), "pk"), PER_PAGE)
    pages.count = entries
    return pages.get_page(number)


@transaction.atomic
def read_one(victim: Victim, *, by: User, at: datetime) -> Victim:
    """Return an entry to be looked at alone; that it was read goes into the trail as well."""
    _require(victim.incident, by)
    _trail("victims' register read", victim, by, at)
    return victim


@transaction.atomic
def add(incident: Incident, entry: Entry, *, by: User, at: datetime) -> Victim:
    """Enter a person, with who says so."""
    _require(incident, by)
    stand(incident)
    return _enter(incident, entry, "victim entered", by, at)


@transaction.atomic
def correct(victim: Victim, entry: Entry, *, reason: str, by: User, at: datetime) -> Victim:
    """Enter a person anew in place of what stood there, which stays, set aside with the reason."""
    _require(victim.incident, by)
    stand(victim.incident)
    _set_aside(victim, reason, by, at)
    return _enter(victim.incident, entry, "victim corrected", by, at, in_place_of=victim)


@transaction.atomic
def set_aside(victim: Victim, *, reason: str, by: User, at: datetime) -> None:
    """Say that a person does not belong there; it is not counted any more."""
    _require(victim.incident, by)
    stand(victim.incident)
    _set_aside(victim, reason, by, at)
    _trail("victim set aside", victim, by, at)


@transaction.atomic
def erase(victim: Victim, *, by: User, at: datetime) -> None:
    """Erase what names a person, here and in what stood there before. The codes stay and count."""
    _require(victim.incident, by)
    wanted: Victim | None = victim
    while wanted is not None:
        empty = dict.fromkeys((*_TEXTS, "set_aside_reason"), "")
        Victim.objects.filter(pk=wanted.pk).update(age=None, erased_at=at, **empty)
        wanted = wanted.in_place_of
    _trail("victim erased", victim, by, at)


def compared(incident: Incident) -> list[Compared]:
    """Set what the register holds beside each total that somebody states."""
    standing = Victim.objects.filter(set_aside_at=None, fate=OuterRef("category"))
    held = _count(standing.filter(incident=OuterRef("incident")), "incident")
    figures = incident.figures.filter(set_aside_at=None, group="total", category__in=list(Fate))
    return [
        Compared(one.category, one.held, one.stated_by, one.low, one.high, one.qualifier)
        for one in figures.annotate(held=held).order_by("category", "pk")
    ]


def found_in(victims: Sequence[Victim], texts: Sequence[Outgoing]) -> list[Outgoing]:
    """Return where a name of the register stands in what would leave, as it is written there.

    Also while the register is off; the names are those of the draft's incidents and its thread's.
    """
    phrases = [
        Phrase(f"{one.pk}/{number}", name.strip(), is_name=True)
        for one in victims
        for number, name in enumerate(one.names.splitlines())
        if name.strip()
    ]
    leaks = find_leaks(phrases, texts) if phrases else ()
    return list(dict.fromkeys(Outgoing(one.where, one.found) for one in leaks))


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    """Return how many rows there are of what the query outside is about."""
    counted = rows.order_by().values(by).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def _leaves(user: User) -> QuerySet[Any]:
    """Return by what the person may read it; nothing while it is off."""
    last = RegisterSwitch.objects.order_by("-pk").values("is_on")[:1]
    mine = RegisterReader.objects.filter(user=user.pk, ended_at=None)
    return mine.annotate(on=Subquery(last)).filter(on=True)


def _require(incident: Incident, by: User) -> None:
    if not _open(incident, by).exists():
        raise NotPermitted("register")


def _open(incident: Incident, by: User) -> QuerySet[Incident]:
    """Return the incident if its register is open to the person."""
    seen: QuerySet[Incident] = Incident.objects.visible_to(by).filter(pk=incident.pk)
    return seen.annotate(may=open_to(by)).filter(may=True)


def _enter(
    incident: Incident, entry: Entry, verb: str, by: User, at: datetime, **more: Any
) -> Victim:
    given = _checked(entry)
    victim = Victim.objects.create(incident=incident, added_by=by, added_at=at, **given, **more)
    _trail(verb, victim, by, at)
    return victim


def _set_aside(victim: Victim, reason: str, by: User, at: datetime) -> None:
    if not reason.strip():
        raise BadInput({"reason": "required"})
    changed = Victim.objects.filter(pk=victim.pk, set_aside_at=None).update(
        set_aside_by=by, set_aside_at=at, set_aside_reason=reason.strip()
    )
    if not changed:
        raise ChangedMeanwhile(str(victim.pk))


def _checked(entry: Entry) -> dict[str, Any]:
    given: dict[str, Any] = asdict(entry)
    problems = {
        name: "unknown_code" for name, codes in _CODES.items() if given[name] not in list(codes)
    }
    for name in _TEXTS:
        lines = (" ".join(line.split()) for line in str(given[name])[:_LONGEST].splitlines())
        given[name] = "\n".join(line for line in lines if line).replace("\0", "")
    problems |= {name: "required" for name in ("names", "source") if not given[name]}
    if given["age"] is not None and not 0 <= given["age"] <= _OLDEST:
        problems["age"] = "age_is_not_possible"
    if problems:
        raise BadInput(problems)
    return given


def _trail(verb: str, victim: Victim, by: User, at: datetime) -> None:
    # By the incident, so that the trail's discretion holds for it too.
    reference = victim.incident.reference
    audit.record(by, verb, "incident", reference, at=at, details={"victim": victim.pk})
