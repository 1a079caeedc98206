"""Who works here, in which office and role, and the trail of what they did."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.managers import UserManager

LANGUAGE_CODES = ("", "en", "uk", "ru", "ar", "he")


class Theme(models.TextChoices):
    """Light or dark, or as the person's device says."""

    AUTO = "auto", _("As this device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Role(models.TextChoices):
    """What a person may do in an office. An administrator sees no cases."""

    INTAKE = "intake", _("Intake")
    ANALYST = "analyst", _("Analyst")
    OFFICER = "officer", _("Case officer")
    CLEARER = "clearer", _("Clearer")
    LIAISON = "liaison", _("Liaison")
    INVESTIGATOR = "investigator", _("Investigator")
    LEGAL = "legal", _("Legal adviser")
    CUSTODIAN = "custodian", _("Source custodian")
    PRINCIPAL = "principal", _("Principal")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class User(AbstractBaseUser):
    """A person who signs in. People are disabled, never deleted: the trail points at them."""

    username = models.CharField(
        _("user name"), max_length=60, unique=True, validators=[ASCIIUsernameValidator()]
    )
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("may sign in"), default=True)
    must_change_password = models.BooleanField(default=False)
    language = models.CharField(_("language"), max_length=2, blank=True, default="")
    theme = models.CharField(_("colours"), max_length=5, choices=Theme, default=Theme.AUTO)
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    created_at = models.DateTimeField()
    # Kept beside the factors themselves, so that no page has to ask for them.
    has_second_factor = models.BooleanField(default=False)
    # Counts up when all sessions of the person end: each session was made under one count.
    session_epoch = models.PositiveIntegerField(default=0)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(username=""), name="user_has_a_user_name"),
            models.CheckConstraint(
                condition=Q(language__in=LANGUAGE_CODES), name="user_language_is_known"
            ),
            models.CheckConstraint(condition=Q(theme__in=Theme.values), name="user_theme_is_known"),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_session_auth_hash(self) -> str:
        """Return what a session must carry: it changes with the password and with the epoch."""
        plain = super().get_session_auth_hash()
        # As before for those whose sessions were never ended, so that an upgrade ends none.
        return f"{plain}.{self.session_epoch}" if self.session_epoch else plain

    @property
    def is_administrator(self) -> bool:
        """Tell whether the person administers this node, in any office."""
        return any(membership.role == Role.ADMINISTRATOR for membership in self.memberships.all())


class Office(models.Model):
    """A part of the party that acts: an embassy, a bureau, a liaison office."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("under")
    )
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        ordering: ClassVar = ["rank", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(code=""), name="office_has_a_code"),
            models.CheckConstraint(condition=~Q(name=""), name="office_has_a_name"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="office_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    # How many offices lie above it; set where the tree is read.
    depth = 0

    @property
    def steps(self) -> range:
        """Return one step for each office above it, for drawing the tree."""
        return range(self.depth)


class Membership(models.Model):
    """A person has a role in an office."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    office = models.ForeignKey(Office, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        ordering: ClassVar = ["office__rank", "office__code", "role"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "office", "role"], name="one_membership_per_role"
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="membership_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.office_id}/{self.role}"


# Whoever has one of these can let a text leave or learn who a source is: two people decide.
GUARDED_ROLES = (Role.CLEARER, Role.CUSTODIAN)


class RoleRequest(models.Model):
    """A role that takes a second person: who asked, who decided, or why a lone person did it."""

    class State(models.TextChoices):
        """Where the request stands."""

        WAITING = "waiting", _("Waiting for a second person")
        GIVEN = "given", _("Given")
        REFUSED = "refused", _("Refused")

    user = models.ForeignKey(User, models.PROTECT, related_name="role_requests")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    waiver = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=GUARDED_ROLES), name="role_request_is_for_a_guarded_role"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    state__in=("given", "refused"),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="role_request_decided_has_who_and_when",
            ),
            # What the whole thing is about: nobody gives this alone, save with a recorded reason.
            models.CheckConstraint(
                condition=~Q(state="given")
                | ~Q(waiver="")
                | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("user"))),
                name="role_request_is_given_by_a_second_person",
            ),
            models.UniqueConstraint(
                fields=["user", "office", "role"],
                condition=Q(state="waiting"),
                name="role_is_asked_for_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.office_id}/{self.role}"


class SignIn(models.Model):
    """An open session as its owner sees it: on what device, from about where, since when."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=80)
    network = models.CharField(max_length=40)
    since = models.DateTimeField()
    last_seen = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-last_seen", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(key=""), name="sign_in_has_a_session")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.since}"


class Invitation(models.Model):
    """A link by which a person comes in for the first time; only its digest is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("made_at")), name="invitation_ends_after_it_is_made"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.made_at}"


class AuditHead(models.Model):
    """The end of the trail: one row, locked while an event is appended."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="audit_head_is_one_row")
        ]


class AuditEvent(models.Model):
    """One deed, chained by hash to the one before; rows are added and never changed."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gte=1), name="audit_numbers_begin_at_one"),
            models.CheckConstraint(condition=~Q(verb=""), name="audit_event_has_a_verb"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id"], name="audit_by_subject")
        ]
