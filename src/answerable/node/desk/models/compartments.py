"""Compartments: who is let into what, until when; and where a thread is kept here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import AccessState
from answerable.node.desk.models.closed import closed_set, filled


class Compartment(models.Model):
    """A closed room for cases: what is in it exists for its members alone.

    `code` is what strangers and administrators may read; `name` may say what it is about.
    """

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True, default="")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    # Closed: nothing more is put into it; what is in it stays for its members alone.
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            filled("code", "compartment_has_a_code"),
            filled("name", "compartment_has_a_name"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="compartment_closed_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CompartmentMember(models.Model):
    """A person, or everybody in an office, is let in; `until` is set for emergency access."""

    compartment = models.ForeignKey(Compartment, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, office__isnull=True)
                | Q(user__isnull=True, office__isnull=False, until__isnull=True),
                name="compartment_member_is_a_person_or_an_office",
            ),
            models.UniqueConstraint(fields=["compartment", "user"], name="person_is_let_in_once"),
            models.UniqueConstraint(fields=["compartment", "office"], name="office_is_let_in_once"),
        ]

    def __str__(self) -> str:
        return f"{self.compartment_id}/{self.user_id or ''}/{self.office_id or ''}"


class AccessRequest(models.Model):
    """Emergency access: who asked to be let in and why, who let them in, and until when."""

    compartment = models.ForeignKey(Compartment, models.CASCADE, related_name="requests")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.TextField()
    state = models.CharField(max_length=10, default=AccessState.WAITING.value)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        constraints: ClassVar = [
            filled("reason", "access_request_has_a_reason"),
            closed_set("state", AccessState, "access_request_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    ~Q(state="waiting")
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decided_by=F("asked_by"))
                ),
                name="access_request_is_decided_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="given") | Q(until__isnull=False),
                name="access_given_has_an_end",
            ),
            models.UniqueConstraint(
                fields=["compartment", "asked_by"],
                condition=Q(state="waiting"),
                name="access_is_asked_for_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compartment_id}/{self.asked_by_id}"


class WithCompartment(models.Model):
    """A row that may be put into a compartment; outside of all, everybody on cases sees it."""

    compartment = models.ForeignKey(
        Compartment, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class Folder(WithCompartment):
    """Where a thread is kept here: which office has it in hand, and in which compartment.

    Private, and without a foreign key to the shared rows, so it outlives a rebuild.
    """

    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "thread"], name="thread_has_one_folder"),
            filled("thread", "folder_has_a_thread"),
        ]

    def __str__(self) -> str:
        return self.thread
