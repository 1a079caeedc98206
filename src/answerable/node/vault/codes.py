"""The closed sets of the vault, with their words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from answerable.casework.consent import Purpose


class SourceRole(models.TextChoices):
    """What a source is to the event, as far as that identifies nobody."""

    VICTIM = "victim", _("Victim")
    FAMILY = "family", _("Family of a victim")
    WITNESS = "witness", _("Witness")
    MEDIC = "medic", _("Medical staff")
    NGO = "ngo", _("Non-governmental organisation")
    UN = "un", _("United Nations")
    MEDIA = "media", _("Media")
    MILITARY = "military", _("Military")
    GOVERNMENT = "government", _("Government")
    STAFF = "staff", _("Own staff")
    OTHER = "other", _("Other")


class Reliability(models.TextChoices):
    """Admiralty letter of a source. F is not the worst: it says that nobody can judge yet."""

    A = "A", _("A – completely reliable")
    B = "B", _("B – usually reliable")
    C = "C", _("C – fairly reliable")
    D = "D", _("D – not usually reliable")
    E = "E", _("E – unreliable")
    F = "F", _("F – cannot be judged")


class Reach(models.TextChoices):
    """Whether the source can be reached without danger to anybody."""

    UNKNOWN = "unknown", _("Not known whether it is safe to make contact")
    SAFE = "safe", _("Safe to make contact")
    UNSAFE = "unsafe", _("Not safe to make contact")
    NONE = "none", _("Cannot be reached")


class How(models.TextChoices):
    """How a consent was obtained."""

    IN_PERSON = "in_person", _("In person")
    TELEPHONE = "telephone", _("By telephone")
    WRITING = "writing", _("In writing")
    ORGANISATION = "organisation", _("Through an organisation that the source trusts")
    GUARDIAN = "guardian", _("From a parent or guardian")


class NoticeKind(models.TextChoices):
    """What a source is told about."""

    LINKED = "linked", _("Linked to an incident")
    RAISED = "raised", _("Raised with the party asked")
    ANSWERED = "answered", _("Answered by the party asked")
    CLOSED = "closed", _("Closed by us")


class NoticeState(models.TextChoices):
    """What became of a notice."""

    OPEN = "open", _("To be given")
    GIVEN = "given", _("Given")
    NOT_POSSIBLE = "not_possible", _("Not possible")


class QuestionState(models.TextChoices):
    """What became of a question to a source."""

    OPEN = "open", _("To be asked")
    ANSWERED = "answered", _("Answered")
    NOT_POSSIBLE = "not_possible", _("Not possible")
    TAKEN_BACK = "taken_back", _("Taken back")


PURPOSES = {
    Purpose.USE_INSIDE: _("Use inside this party"),
    Purpose.RAISE_WITHOUT_IDENTITY: _("Raise with the other party, without identity"),
    Purpose.RAISE_WITH_IDENTITY: _("Raise with the other party, with identity"),
    Purpose.PUBLISH: _("Publish, or show to third parties"),
    Purpose.CONTACT: _("Be contacted by us"),
}
LANGUAGES = (
    ("en", _("English")),
    ("uk", _("Ukrainian")),
    ("ru", _("Russian")),
    ("ar", _("Arabic")),
    ("he", _("Hebrew")),
)
