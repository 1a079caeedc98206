"""The victims' register: off until an administrator turns it on, read by a few, names sealed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.node.accounts.models import Role, User
from answerable.node.desk.codes import Confidence, Notified
from answerable.node.desk.models.base import CaseManager, closed_set, filled
from answerable.node.desk.models.incidents import Incident
from answerable.node.desk.models.sealed import SealedTextField
from answerable.node.desk.register_codes import AgeBand, FamilyConsent, Fate, Sex, VictimRole


class RegisterSwitch(models.Model):
    """The register was turned on or off, by whom and why; the last row counts, none means off."""

    is_on = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [filled("reason", "register_switch_has_a_reason")]

    def __str__(self) -> str:
        return "on" if self.is_on else "off"


class RegisterReader(models.Model):
    """A person was let into the register, and perhaps out again."""

    user = models.ForeignKey(User, models.PROTECT, related_name="register_leaves")
    reason = models.TextField()
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            filled("reason", "register_reader_has_a_reason"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="register_reader_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="register_reader_ended_has_who",
            ),
        ]

    def __str__(self) -> str:
        return f"reader {self.pk}"


class Victim(models.Model):
    """A person who is stated to have come to harm. What could name them is sealed.

    A row is never changed: a correction is another row in its place. It is in no list, no search,
    no draft and no export; only the register's own page reads it.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="victims")
    # One name a line, in whatever scripts.
    names = SealedTextField()
    occupation = SealedTextField(blank=True, default="")
    # Who belongs together, as a family.
    group = SealedTextField(blank=True, default="")
    source = SealedTextField()
    list_number = SealedTextField(blank=True, default="")
    contact = SealedTextField(blank=True, default="")
    note = SealedTextField(blank=True, default="")
    fate = models.CharField(max_length=12)
    sex = models.CharField(max_length=8, default=Sex.UNKNOWN.value)
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    age_band = models.CharField(max_length=8, default=AgeBand.UNKNOWN.value)
    pregnant = models.CharField(max_length=8, default=Notified.UNKNOWN.value)
    role = models.CharField(max_length=12, default=VictimRole.NONE.value)
    confidence = models.CharField(max_length=16, default=Confidence.TO_BE_RECHECKED.value)
    family_consent = models.CharField(max_length=12, default=FamilyConsent.NOT_ASKED.value)
    in_place_of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    set_aside_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_reason = SealedTextField(blank=True, default="")
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = CaseManager()
    seen_by = frozenset({Role.OFFICER, Role.INVESTIGATOR})
    held_by = ("incident__office",)
    shut_in = ("incident__compartment",)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            closed_set("fate", Fate, "victim_fate_is_known"),
            closed_set("sex", Sex, "victim_sex_is_known"),
            closed_set("age_band", AgeBand, "victim_age_band_is_known"),
            closed_set("pregnant", Notified, "victim_pregnant_is_known"),
            closed_set("role", VictimRole, "victim_role_is_known"),
            closed_set("confidence", Confidence, "victim_confidence_is_known"),
            closed_set("family_consent", FamilyConsent, "victim_consent_is_known"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False) | (~Q(names="") & ~Q(source="")),
                name="victim_has_a_name_and_a_source",
            ),
            models.CheckConstraint(
                condition=Q(age__isnull=True) | Q(age__lte=130), name="victim_age_is_possible"
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True, set_aside_by__isnull=True)
                | Q(set_aside_at__isnull=False, set_aside_by__isnull=False),
                name="victim_set_aside_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"victim {self.pk}"
