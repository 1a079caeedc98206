"""Data sets of others: their files as they came, what each row became, what was put aside."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import User
from answerable.node.desk.models import Report, Toll
from answerable.node.desk.models.base import MATERIAL, NOBODYS, CaseManager, closed_set, filled


class FileState(models.TextChoices):
    """Where one file of a data set stands."""

    READ = "read", _("Read, not yet checked")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked: waits for a decision")
    TAKING = "taking", _("Being taken in")
    TAKEN = "taken", _("Taken in")
    DROPPED = "dropped", _("Dropped")


class DataSet(models.Model):
    """A table that somebody publishes again and again; a key tells its rows apart."""

    name = models.CharField(max_length=200)
    publisher = models.CharField(max_length=300, blank=True, default="")
    licence = models.CharField(max_length=300, blank=True, default="")
    credit = models.TextField(blank=True, default="")
    # The mapping by which its last file was taken in.
    mapping = models.JSONField(default=dict)
    # Grows with each file that is taken in: what was checked against an older one is checked anew.
    version = models.PositiveIntegerField(default=0)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    objects = CaseManager()
    seen_by = MATERIAL
    # A partner's feed is its office's; what people bring in is everybody's.
    held_by = ("feed__office", NOBODYS)
    shut_in = ()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [filled("name", "data_set_has_a_name")]

    def __str__(self) -> str:
        return f"data set {self.pk}"


class DataFile(models.Model):
    """One file of a data set. Its bytes are kept apart, unchanged, under their hash."""

    data_set = models.ForeignKey(DataSet, models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    file_name = models.CharField(max_length=120, blank=True, default="")
    sheet = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=10, default=FileState.READ.value)
    # The heading, the tags, the sheets, and the first rows: to say what the columns mean.
    columns = models.JSONField(default=list)
    tags = models.JSONField(default=dict)
    sheets = models.JSONField(default=list)
    # Names of the columns that held a person: taken out before anything was kept.
    withheld = models.JSONField(default=list, blank=True)
    sample = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    # What the check found; also against which version of the data set.
    counts = models.JSONField(default=dict)
    on_version = models.PositiveIntegerField(default=0)
    # Whether rows that changed are changed here too; new rows are taken in any case.
    with_changes = models.BooleanField(default=True)
    done = models.PositiveIntegerField(default=0)
    job = models.BigIntegerField(null=True, blank=True)
    # Nobody, where a partner's program sent it: the delivery says which.
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("data_set__feed__office", NOBODYS)
    shut_in = ()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            closed_set("state", FileState.values, "data_file_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=("read", "checking", "checked", "dropped"))
                | Q(decided_by__isnull=False, decided_at__isnull=False)
                | Q(state="taken", by__isnull=True),
                name="data_file_taken_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"data file {self.pk}"

    @property
    def label(self) -> str:
        """Return where the file stands, in words."""
        return str(FileState(self.state).label)


class DataRow(models.Model):
    """One row of a data set as its last file has it, and the report or the toll it became."""

    data_set = models.ForeignKey(DataSet, models.PROTECT, related_name="rows")
    key = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    original = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    report = models.OneToOneField(
        Report, models.PROTECT, null=True, blank=True, related_name="data_row"
    )
    toll = models.OneToOneField(
        Toll, models.PROTECT, null=True, blank=True, related_name="data_row"
    )
    first_file = models.ForeignKey(DataFile, models.PROTECT, related_name="+")
    last_file = models.ForeignKey(DataFile, models.PROTECT, related_name="rows")
    # The file in which it was missing; nothing of it is removed here.
    gone_in = models.ForeignKey(
        DataFile, models.PROTECT, null=True, blank=True, related_name="missing"
    )

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("report__office",)
    shut_in = ("report__compartment",)

    class Meta:
        ordering: ClassVar = ["number", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["data_set", "key"], name="row_once_a_data_set"),
            filled("key", "data_row_has_a_key"),
            models.CheckConstraint(
                condition=Q(report__isnull=False, toll__isnull=True)
                | Q(report__isnull=True, toll__isnull=False),
                name="data_row_became_one_thing",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["data_set", "number", "id"], name="data_row_by_number"),
        ]

    def __str__(self) -> str:
        return f"data row {self.pk}"


class DataRowVersion(models.Model):
    """What a row said before a later file changed it. Added, never changed."""

    row = models.ForeignKey(DataRow, models.PROTECT, related_name="versions")
    original = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    # The file that had it so, and the one that changed it.
    of_file = models.ForeignKey(DataFile, models.PROTECT, related_name="+")
    until_file = models.ForeignKey(DataFile, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"data row version {self.pk}"


class QuarantinedRow(models.Model):
    """A row of a file that was put aside, as it came, with everything that is wrong with it."""

    file = models.ForeignKey(DataFile, models.PROTECT, related_name="quarantined")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    faults = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["number", "id"]

    def __str__(self) -> str:
        return f"quarantined row {self.pk}"


class DataChange(models.Model):
    """A row that a checked file has otherwise, or no longer has. Replaced by the next check."""

    file = models.ForeignKey(DataFile, models.PROTECT, related_name="changes")
    row = models.ForeignKey(DataRow, models.PROTECT, related_name="+")
    is_gone = models.BooleanField(default=False)
    # Column, before, after; of a row that is only read otherwise by the mapping, our own fields.
    fields = models.JSONField(default=list)

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("row__report__office",)
    shut_in = ("row__report__compartment",)

    class Meta:
        ordering: ClassVar = ["is_gone", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "row"], name="row_changes_once_a_file")
        ]

    def __str__(self) -> str:
        return f"data change {self.pk}"
