"""What both parties share, as read from the statements: only the projector writes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.casework import codes as shared
from answerable.node.desk.codes import Role, WaitingOn
from answerable.node.desk.models.base import RECORD, CaseManager, closed_set, filled


class ThreadName(models.Model):
    """The reference under which people here find a thread. Private, so it outlives a rebuild."""

    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32)
    reference = models.CharField(max_length=64, unique=True)
    # Moves with every writing of the thread's shared rows: what was read before must not be
    # written after.
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "thread"], name="thread_has_one_name"),
            filled("thread", "thread_name_has_a_thread"),
            filled("reference", "thread_name_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.reference


class Inquiry(models.Model):
    """One thread of a channel: who asked whom what, and where it stands by the statements.

    Whether something is overdue or paused is asked with a time, since time would make a stored
    answer false.
    """

    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="inquiries")
    thread = models.CharField(max_length=32)
    reference = models.CharField(max_length=64, unique=True)
    their_reference = models.CharField(max_length=64, blank=True, default="")
    role = models.CharField(max_length=8)
    state = models.CharField(max_length=16)
    closed_ours = models.BooleanField(default=False)
    closed_theirs = models.BooleanField(default=False)
    subject = models.CharField(max_length=300, blank=True, default="")
    language = models.CharField(max_length=35, blank=True, default="")
    marking = models.CharField(max_length=16, blank=True, default="")
    instrument = models.CharField(max_length=32, blank=True, default="")
    urgency = models.CharField(max_length=12, blank=True, default="")
    level = models.CharField(max_length=20, blank=True, default="")
    raised_at = models.DateTimeField(null=True)
    raised_leaf = models.CharField(max_length=64, blank=True, default="")
    delivered_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    next_due = models.DateTimeField(null=True)
    stated_due = models.DateTimeField(null=True)
    due_agreed = models.BooleanField(default=False)
    extension_pending = models.BooleanField(default=False)
    paused_since = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=32, blank=True, default="")
    # The next step of the ladder: when it is reached, and the working day on which it is due. What
    # was recorded here of steps taken, and the calendars accepted here, have a part in it.
    step_action = models.CharField(max_length=20, blank=True, default="")
    step_at = models.DateTimeField(null=True)
    step_due = models.DateTimeField(null=True)
    last_message_at = models.DateTimeField(null=True)
    waiting_on = models.CharField(max_length=4, default=WaitingOn.NONE.value)
    questions = models.PositiveSmallIntegerField(default=0)
    questions_open = models.PositiveSmallIntegerField(default=0)
    # Opened by the party asked itself, with a report of its own act: it may have no question yet.
    self_reported = models.BooleanField(default=False)
    out_of_sequence = models.PositiveIntegerField(default=0)
    second_hand = models.BooleanField(default=False)
    # The figures that the party asked acknowledges, by incident; null until the row is folded anew.
    acknowledged = models.JSONField(null=True)
    # Digest of the statements that the row was folded from: what a deed compares before it acts.
    tip = models.CharField(max_length=64, default="")

    objects = CaseManager()
    seen_by = RECORD
    held_by = ("thread",)
    shut_in = ("thread",)

    class Meta:
        ordering: ClassVar = ["-last_message_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "thread"], name="inquiry_once_a_thread"),
            filled("thread", "inquiry_has_a_thread"),
            filled("reference", "inquiry_has_a_reference"),
            closed_set("role", Role, "inquiry_role_is_known"),
            closed_set("state", shared.State, "inquiry_state_is_known"),
            closed_set("waiting_on", WaitingOn, "inquiry_waiting_on_is_known"),
            closed_set("instrument", shared.Instrument, "inquiry_instrument_is_known", empty=True),
            closed_set("urgency", shared.Urgency, "inquiry_urgency_is_known", empty=True),
            closed_set("marking", shared.Marking, "inquiry_marking_is_known", empty=True),
            closed_set("level", shared.EscalationLevel, "inquiry_level_is_known", empty=True),
            closed_set("step_action", shared.LadderAction, "inquiry_step_is_known", empty=True),
            closed_set("pause_reason", shared.PauseReason, "inquiry_pause_is_known", empty=True),
            models.CheckConstraint(
                condition=Q(paused_since__isnull=True, paused_until__isnull=True, pause_reason="")
                | (Q(paused_since__isnull=False, paused_until__isnull=False) & ~Q(pause_reason="")),
                name="inquiry_pause_is_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["waiting_on", "next_due"], name="inquiry_by_duty"),
            models.Index(fields=["next_due"], name="inquiry_by_due"),
            models.Index(fields=["step_due"], name="inquiry_by_step"),
            models.Index(fields=["-last_message_at", "-id"], name="inquiry_newest"),
            models.Index(fields=["paused_until"], name="inquiry_by_pause"),
            # All that the board counts of each: it is counted without the rows themselves.
            models.Index(
                fields=[
                    "closed_ours",
                    "waiting_on",
                    "next_due",
                    "delivered_at",
                    "paused_since",
                    "paused_until",
                    "step_due",
                    "channel",
                    "thread",
                ],
                name="inquiry_standing",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_ours(self) -> bool:
        """Tell whether our party opened it: raised it, or reported an act of its own."""
        return self.role == (Role.ASKED if self.self_reported else Role.RAISING)

    @property
    def is_raised_by_us(self) -> bool:
        """Tell whether our party asks in it: neither reported its own act nor was asked."""
        return self.role == Role.RAISING and not self.self_reported

    @property
    def is_theirs(self) -> bool:
        """Tell whether the other side opened it to us."""
        return self.role == (Role.RAISING if self.self_reported else Role.ASKED)

    def is_paused(self, now: datetime) -> bool:
        """Tell whether the clock stands still; a pause ends at its cap by itself."""
        return (
            self.paused_since is not None
            and self.paused_until is not None
            and self.paused_since <= now < self.paused_until
        )

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether an answer is late; what was not delivered cannot be."""
        return (
            self.next_due is not None
            and self.delivered_at is not None
            and now > self.next_due
            and not self.is_paused(now)
            and not self.closed_ours
        )

    def has_step_due(self, now: datetime) -> bool:
        """Tell whether the next step of the ladder waits for somebody here."""
        return self.step_due is not None and self.step_due <= now and not self.closed_ours

    def elapsed(self, now: datetime) -> timedelta | None:
        """Return the time since delivery, pauses included; None while it is undelivered."""
        return None if self.delivered_at is None else max(now - self.delivered_at, timedelta(0))


class Message(models.Model):
    """One statement of a thread in its order, signed or second-hand."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="messages")
    leaf = models.CharField(max_length=64)
    origin = models.CharField(max_length=200)
    index = models.PositiveBigIntegerField()
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    act = models.CharField(max_length=24, blank=True, default="")
    side = models.CharField(max_length=8, blank=True, default="")
    party = models.CharField(max_length=32, blank=True, default="")
    office = models.CharField(max_length=40, blank=True, default="")
    ts = models.DateTimeField(null=True)
    ours = models.BooleanField()
    signed = models.BooleanField()
    feeds_state = models.BooleanField(default=True)
    rejection = models.CharField(max_length=24, blank=True, default="")
    state_after = models.CharField(max_length=16, blank=True, default="")
    body = models.JSONField(null=True)
    words = models.JSONField(null=True)
    recorded_id = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inquiry", "leaf"], name="message_once"),
            models.UniqueConstraint(fields=["inquiry", "order"], name="message_order_once"),
            closed_set("side", shared.Side, "message_side_is_known", empty=True),
            closed_set("rejection", shared.Rejection, "message_rejection_known", empty=True),
            closed_set("act", shared.Act, "message_act_is_known", empty=True),
            models.CheckConstraint(
                condition=Q(signed=True, recorded_id__isnull=True)
                | Q(signed=False, recorded_id__isnull=False),
                name="message_is_signed_or_recorded",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["origin", "index"], name="message_by_index"),
            models.Index(fields=["leaf"], name="message_by_leaf"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.leaf[:12]}"

    @property
    def is_out_of_sequence(self) -> bool:
        """Tell whether the statement did not fit where it stands; it is shown all the same."""
        return self.rejection != ""
