"""Say which office takes what comes in, by the remits, and why; a person may hand it on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk.errors import ChangedMeanwhile, NotPossible
from answerable.node.desk.models import Folder, Incident, Inquiry, Remit, Report
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import threads

# A report may be a book; what it is about stands at its beginning.
READ_CHARACTERS = 20_000


class Rule(Protocol):
    """What of a remit decides."""

    @property
    def pk(self) -> Any:
        """Return which rule it is."""
        ...

    @property
    def object(self) -> str:
        """Return the object that must have been struck; empty is any."""
        ...

    @property
    def kind(self) -> str:
        """Return the kind that the event must be of; empty is any."""
        ...

    @property
    def channel_id(self) -> int | None:
        """Return the channel through which it must have come; None is any."""
        ...

    @property
    def areas(self) -> list[str]:
        """Return the names of which one must stand in the text; empty is any."""
        ...

    @property
    def office_id(self) -> int:
        """Return the office that takes it."""
        ...


@dataclass(frozen=True)
class Facts:
    """What is known of a thing that decides whose it is."""

    objects: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    channel: int | None = None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Routed:
    """The office that takes it, by which rule, and what of it fitted ("object", "area", …)."""

    office: int
    rule: Any
    why: tuple[tuple[str, str], ...]


def route(facts: Facts, remits: Iterable[Rule]) -> Routed | None:
    """Return the office of the first rule of which everything fits; None when none does.

    Pure: the rules come in their order, and the answer depends on nothing else.
    """
    said = [_words(text) for text in facts.texts]
    for rule in remits:
        why = _fits(rule, facts, said)
        if why:
            return Routed(rule.office_id, rule.pk, tuple(why))
    return None


def _fits(rule: Rule, facts: Facts, said: Sequence[list[str]]) -> list[tuple[str, str]]:
    """Return what of the rule fitted; nothing unless all that it names did."""
    why: list[tuple[str, str]] = []
    if rule.object:
        if rule.object not in facts.objects:
            return []
        why.append(("object", rule.object))
    if rule.kind:
        if rule.kind not in facts.kinds:
            return []
        why.append(("kind", rule.kind))
    if rule.channel_id is not None:
        if rule.channel_id != facts.channel:
            return []
        why.append(("channel", str(rule.channel_id)))
    if rule.areas:
        name = next((one for one in rule.areas if any(_holds(_words(one), t) for t in said)), None)
        if name is None:
            return []
        why.append(("area", name))
    return why


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text[:READ_CHARACTERS]).casefold()
    return re.findall(r"\w+", plain)


def _holds(name: list[str], text: list[str]) -> bool:
    """Tell whether the words of a name stand in a text, whole and side by side."""
    length = len(name)
    return length > 0 and any(text[at : at + length] == name for at in range(len(text)))


def of_report(report: Report) -> Routed | None:
    """Return whose a report is by what it says."""
    return route(Facts(texts=(report.title, report.text)), Remit.objects.all())


def of_incident(incident: Incident) -> Routed | None:
    """Return whose an incident is by its kind, its objects, its places and its title."""
    names = incident.places.values_list("names__name", flat=True)
    facts = Facts(
        objects=frozenset(incident.struck_objects.values_list("code", flat=True)),
        kinds=frozenset({incident.kind}),
        texts=(incident.title, *(name for name in names if name)),
    )
    return route(facts, Remit.objects.all())


def of_inquiry(inquiry: Inquiry, reading: threads.Reading | None = None) -> Routed | None:
    """Return whose a thread is: by its channel, and by what the statements and texts say."""
    read = reading or threads.read(inquiry.channel, inquiry.thread)
    told = [fact for one in read.spoken for fact in (one.words or {}).get("facts", ())]
    places = [place for fact in told for place in fact.get("places", ())]
    names = [str(place.get(key) or "") for place in places for key in ("name", "latin")]
    incidents = read.account.incidents
    facts = Facts(
        objects=frozenset(str(code) for one in incidents for code in one.objects),
        kinds=frozenset(str(one.kind) for one in incidents),
        channel=inquiry.channel_id,
        texts=(inquiry.subject, *(str(fact.get("title", "")) for fact in told), *names),
    )
    return route(facts, Remit.objects.all())


def take_in(thing: Report | Inquiry, *, at: datetime) -> Office | None:
    """Give what came in to the office whose it is, unless somebody has it; return that office.

    The node's own deed: the trail says by which rule. Asking twice changes nothing.
    """
    holder = office_of(thing)
    if holder is not None:
        return holder
    routed = of_report(thing) if isinstance(thing, Report) else of_inquiry(thing)
    if routed is None:
        return None
    office = Office.objects.get(pk=routed.office)
    _give(thing, None, office, None, at, rule=routed.rule, why=[name for name, _ in routed.why])
    return office


def pass_on(incident: Incident, *, at: datetime) -> None:
    """Give an incident that was just opened to the office whose it is, if it is another's."""
    routed = of_incident(incident)
    if routed is None or routed.office == incident.office_id:
        return
    office = Office.objects.get(pk=routed.office)
    why = [name for name, _ in routed.why]
    _give(incident, incident.office, office, None, at, rule=routed.rule, why=why)


@transaction.atomic
def hand_over(
    thing: Report | Incident | Inquiry, office: Office, *, by: User, at: datetime
) -> None:
    """Give a report, an incident or an inquiry to another office."""
    before = office_of(thing)
    require(by, Deed.TRIAGE)
    if before is not None and before.pk == office.pk:
        raise NotPossible("already_so")
    _give(thing, before, office, by, at)


def office_of(thing: Report | Incident | Inquiry) -> Office | None:
    """Return the office that has a thing in hand; None while nobody has."""
    if isinstance(thing, Inquiry):
        folder = Folder.objects.filter(channel=thing.channel_id, thread=thing.thread)
        found = folder.select_related("office").first()
        return None if found is None else found.office
    return thing.office


def _give(
    thing: Report | Incident | Inquiry,
    before: Office | None,
    office: Office,
    by: User | None,
    at: datetime,
    **details: Any,
) -> None:
    kind, key = type(thing).__name__.lower(), str(thing)
    rows: Any
    if isinstance(thing, Inquiry):
        row, _ = Folder.objects.get_or_create(channel=thing.channel, thread=thing.thread)
        rows = Folder.objects.filter(pk=row.pk)
    else:
        rows = type(thing).objects.filter(pk=thing.pk)
        thing.office = office
    if not rows.filter(office=before).update(office=office):
        raise ChangedMeanwhile(key)
    audit.record(
        by, "given to office", kind, key, at=at, details={"office": office.code, **details}
    )
