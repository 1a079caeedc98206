"""The things that stand in the addresses: one set that is open, one set in a closed compartment.

To cover a new kind of address, make its thing in `things.make_case` (it then exists twice, once in
the compartment) or in `make` (a thing that belongs to no case), and say its value in `Case.values`
or `World.values`, by the name of the argument in the address, or by "url name:argument".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from answerable.node.accounts import services as accounts
from answerable.node.accounts import sign_ins
from answerable.node.accounts.models import Membership, Role, User
from answerable.node.desk.models import (
    AccessRequest,
    ChainStep,
    Compartment,
    CompartmentMember,
    DutyContact,
    LogImport,
    OperationsLog,
    RegisterReader,
    RegisterSwitch,
    Remit,
)
from answerable.node.jobs.models import Job
from answerable.node.ledger.models import Channel
from answerable.node.vault import tokens
from answerable.node.vault.models import ConsentRecord
from answerable.node.vault.sealing import Identity
from answerable.node.vault.services import keys, mails, questions, sources
from answerable.safekeeping import sealed
from tests.factories import NOW, PASSWORD, make_user
from tests.node.access.tables import data_values
from tests.node.access.things import Case, make_case, shut
from tests.node.desk.factories import (
    Desk,
    Other,
)
from tests.node.ledger.carrying import make_pouch_channel

# Somebody who has an account and no role is one more.
NOBODY = "nobody"
ROLES = (*(str(role) for role in Role), NOBODY)


@dataclass
class World:
    """Everybody and everything."""

    people: dict[str, User]
    values: dict[str, Any]
    open: Case
    shut: Case
    desk: Desk
    other: Other


def sign_in(person: User) -> Client:
    """Return a browser in which a person is signed in, and stays so however long the asking takes.

    That somebody is there is noted once. Each answer is taken back, so that it would be noted anew
    with every one of thousands.
    """
    client = Client(raise_request_exception=False)
    client.force_login(person)
    client.get("/")
    session = client.session
    session[sign_ins.SEEN] = (timezone.now() + timedelta(days=1)).timestamp()
    session.save()
    return client


def make() -> World:
    """Make the world once; no test changes it, since each request is taken back."""
    desk = Desk()
    # A clearer must be of another office than the author, and each is one of several.
    offices = {role: "bureau" if role == Role.CLEARER else "embassy" for role in Role}
    people = {str(role): make_user(f"as-{role}", role, office=offices[role]) for role in Role}
    people[NOBODY] = make_user("as-nobody", password=PASSWORD)
    other = Other(*make_pouch_channel())
    mine, theirs = make_case(desk, other), make_case(desk, other)
    room = Compartment.objects.create(
        code="C-2026-9001", name="Elsewhere", opened_by=desk.officer, opened_at=NOW
    )
    CompartmentMember.objects.create(
        compartment=room, user=desk.officer, added_by=desk.officer, added_at=NOW
    )
    shut(theirs, room)
    theirs.values["compartment"] = room.code
    theirs.values["member"] = room.members.get().pk
    asked = AccessRequest.objects.create(
        compartment=room, asked_by=desk.investigator, asked_at=NOW, reason="A deadline"
    )
    hall = Compartment.objects.create(
        code="C-2026-9002", name="All", opened_by=desk.officer, opened_at=NOW
    )
    for person in (desk.officer, *people.values()):
        member = CompartmentMember.objects.create(
            compartment=hall, user=person, added_by=desk.officer, added_at=NOW
        )
    mine.values.update(compartment=hall.code, member=member.pk)
    values = {
        **_values(desk, other.channel, people),
        **_vault(people),
        "access-give:pk": asked.pk,
        "access-refuse:pk": asked.pk,
        "put:kind": "incident",
    }
    return World(people, values, mine, theirs, desk, other)


def _values(desk: Desk, channel: Channel, people: dict[str, User]) -> dict[str, Any]:
    waiting = accounts.give_role(
        make_user("newcomer"), desk.embassy, Role.CLEARER, by=desk.administrator, at=NOW
    )
    contact = DutyContact.objects.create(
        channel=channel, desk="Duty room", telephone="1", added_by=desk.officer, added_at=NOW
    )
    remit = Remit.objects.create(order=1, office=desk.bureau, kind="other")
    chain = ChainStep.objects.create(order=1, office=desk.bureau, kind="correct")
    job = Job.objects.create(name="ledger.tick", created_at=NOW, run_at=NOW)
    taken = Membership.objects.get(user=people["analyst"])
    # On, and of all people the officer is let in.
    RegisterSwitch.objects.create(is_on=True, reason="R", by=desk.administrator, at=NOW)
    reader = RegisterReader.objects.create(
        user=people["officer"], reason="R", given_by=desk.administrator, given_at=NOW
    )
    log = OperationsLog.objects.create(
        name="Log", zone="UTC", opened_by=desk.officer, opened_at=NOW
    )
    log.offices.add(desk.embassy)
    file = LogImport.objects.create(
        log=log, file_name="log.csv", rows=[[1, "Key"], [2, "M-1"]], by=desk.officer, at=NOW
    )
    return {
        **data_values(desk),
        "part": "task",
        "operations-log:pk": log.pk,
        "operations-file:pk": log.pk,
        "operations-file:number": file.pk,
        "operations-drop:pk": log.pk,
        "operations-drop:number": file.pk,
        "slug": channel.slug,
        "complaint-new:slug": channel.slug,
        "code": "embassy",
        "digest": "a" * 16,
        "number": 1,
        "way": "up",
        "people:pk": people[NOBODY].pk,
        "person:pk": people[NOBODY].pk,
        "reset_password:pk": people[NOBODY].pk,
        "end_access:pk": people[NOBODY].pk,
        "restore_access:pk": people[NOBODY].pk,
        "invite:pk": people[NOBODY].pk,
        "end_sessions:pk": people[NOBODY].pk,
        "reset_factors:pk": people[NOBODY].pk,
        "take_role:pk": taken.pk,
        "role_grant:pk": waiting.pk if waiting else 0,
        "role_refuse:pk": waiting.pk if waiting else 0,
        "role_waive:pk": waiting.pk if waiting else 0,
        "chain-remove:pk": chain.pk,
        "duty-end:pk": contact.pk,
        "remit-move:pk": remit.pk,
        "remit-remove:pk": remit.pk,
        "register-let-out:pk": reader.pk,
        "job:pk": job.pk,
        "cancel:pk": job.pk,
    }


def _vault(people: dict[str, User]) -> dict[str, Any]:
    custodian = people["custodian"]
    keys.found("correct horse battery staple", work=sealed.LEAST_WORK, by=custodian, at=NOW)
    about = sources.About("witness", reach="safe")
    who = Identity(name="Samira Dorvelle")
    by: dict[str, Any] = {"by": people["intake"], "at": NOW}
    source = sources.add(about, receipt="R-2026-00001", identity=who, **by)
    consent = ConsentRecord.objects.create(
        source=source,
        # Else what rests on the source is not printed.
        purpose="raise_without_identity",
        how="in_person",
        given_at=NOW,
        recorded_by=custodian,
        recorded_at=NOW,
    )
    original = mails.keep(
        source, "R-2026-00001", head=[], original=b"From: x", fingerprint=b"", **by
    )
    return {
        "source-mail:pk": original.pk,
        "vault/code": source.code,
        "vault/token": tokens.for_report("R-2026-00001", people["intake"]),
        "consent-withdraw:pk": consent.pk,
        "notice-settle:pk": 1,
        "question-settle:pk": questions.ask("R-2026-00001", "When?", **by).pk,
        "admit:pk": custodian.vault_custodian.pk,
        "dismiss:pk": custodian.vault_custodian.pk,
    }
