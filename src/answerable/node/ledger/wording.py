"""The words that pages use for the ledger's codes."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from answerable.casework.codes import (
    Audience,
    ConcernCriterion,
    Disclosable,
    EscalationLevel,
    LadderAction,
    Marking,
    Urgency,
)

Text = str | Promise

URGENCY: dict[Any, Text] = {
    Urgency.ORDINARY: _("Ordinary"),
    Urgency.URGENT: _("Urgent"),
    Urgency.IMMEDIATE: _("Immediate"),
}
MARKING: dict[Any, Text] = {
    Marking.CLEAR: _("Clear: no limit"),
    Marking.GREEN: _("Green: within the community"),
    Marking.AMBER: _("Amber: recipient and those who must know"),
    Marking.AMBER_STRICT: _("Amber strict: recipient's organisation only"),
    Marking.RED: _("Red: named recipients only"),
}
CRITERIA: dict[Any, Text] = {
    ConcernCriterion.CIVILIANS_KILLED_OR_INJURED: _("Civilians killed or injured"),
    ConcernCriterion.CHILDREN: _("Children harmed"),
    ConcernCriterion.MEDICAL: _("Medical unit, transport or personnel"),
    ConcernCriterion.HUMANITARIAN_OBJECT: _("Humanitarian object or personnel"),
    ConcernCriterion.NOTIFIED_SITE: _("Notified site or movement"),
    ConcernCriterion.JOURNALISTS: _("Journalists"),
    ConcernCriterion.ABDUCTION: _("Abduction"),
    ConcernCriterion.DETENTION: _("Detention"),
    ConcernCriterion.DENIAL_OF_AID: _("Denial of aid"),
    ConcernCriterion.OWN_NATIONALS: _("Own nationals"),
    ConcernCriterion.GRAVE_DAMAGE: _("Grave damage to civilian objects"),
    ConcernCriterion.PATTERN: _("Part of a pattern"),
}
LADDER: dict[Any, Text] = {
    LadderAction.RECEIPT_CHECK: _("Check that it was received"),
    LadderAction.FIRST_REMINDER: _("First reminder"),
    LadderAction.RAISED_LEVEL: _("Second reminder, one level up"),
    LadderAction.SESSION_AGENDA: _("On the next session's agenda"),
    LadderAction.DEADLINE: _("The answer is due"),
    LadderAction.LEVEL_UP: _("One level up"),
}
LEVEL: dict[Any, Text] = {
    EscalationLevel.WORKING_CONTACT: _("Working contact"),
    EscalationLevel.HEAD_OF_SECTION: _("Head of section"),
    EscalationLevel.AMBASSADOR: _("Ambassador or director-general"),
    EscalationLevel.ENVOY: _("Envoy or assistant secretary"),
    EscalationLevel.MINISTER: _("Minister"),
    EscalationLevel.JOINT: _("Joint or multilateral"),
    EscalationLevel.PUBLIC: _("Public"),
}
AUDIENCE: dict[Any, Text] = {
    Audience.PARLIAMENT: _("Parliament"),
    Audience.COURT: _("Court"),
    Audience.OVERSIGHT: _("Oversight body"),
    Audience.THIRD_PARTY: _("Third party"),
    Audience.PUBLIC: pgettext_lazy("audience", "The public"),
}
DISCLOSABLE: dict[Any, Text] = {
    Disclosable.STATISTICS: _("Statistics"),
    Disclosable.SUMMARIES: _("Summaries"),
    Disclosable.STATEMENTS: _("Statements"),
    Disclosable.CONTENTS: _("Contents of messages"),
    Disclosable.EVIDENCE_PACKAGES: _("Evidence packages"),
}
ERRORS: dict[str, Text] = {
    "unreachable": _("The other side's node does not answer."),
    "timed_out": _("The other side's node takes too long to answer."),
    "not_trusted": _("The certificate of the other side's node is not trusted here."),
    "broken_off": _("The connection broke off."),
    "not_found": _(
        "The other side's node does not let us in: it does not know this channel yet, or the two "
        "machines' clocks differ by more than a minute."
    ),
    "too_many_requests": _("The other side's node asks us to slow down."),
    "bad_answer": _("The other side's node answered in a way that makes no sense."),
    "too_large": _("The other side's node sent more than is allowed."),
    "bad_note": _("The other side's log is not signed as it should be."),
    "bad_entries": _("The other side's entries were damaged on the way; they are fetched again."),
    "bad_receipt": _("The other side's receipt does not hold."),
    "peer_behind": _("The other side's node shows less than it had signed before."),
    "fork": _("The other side's log contradicts itself."),
    "bad_keys": _("What the other side says of its keys cannot be read, or is not signed by it."),
    "bad_epoch": _(
        "The other side began a new log and says of the old one what is not so here. Speak to its "
        "people before anything else."
    ),
    "key_not_valid": _("The other side's note is signed by a key that does not count any more."),
    "damaged_store": _(
        "What is stored here is no longer what was signed. Stop the node and run answerable verify."
    ),
}
ODD_RECEIPTS: dict[str, Text] = {
    "future": _("A receipt states a time that lies ahead of this machine's clock."),
    "earlier": _("A receipt states an earlier time than the one before it."),
}
# What a log in doubt still needs, said to everyone on every page.
NEEDS: dict[str, Text] = {
    "": _("The log is whole again; it is signed as soon as this is written down."),
    "log_lost": _("Its own log is not in the database. A new channel must be founded."),
    "forked": _(
        "Two signed notes of its log contradict each other. An administrator must begin the next "
        "log."
    ),
    "peer_not_asked": _(
        "It waits until the other side's node, or a pouch of the other side, shows what it holds "
        "of this log."
    ),
    "peer_behind": _(
        "Its own statements speak of more of the other side's log than the other side shows now. "
        "It waits for the rest."
    ),
    "next_log_lost": _(
        "This node had begun the next log, and the database does not have it. It is taken back "
        "from the other side's node."
    ),
    "peer_ahead": _("The other side holds entries that are not here yet; they are being fetched."),
    "published_entries_lost": _(
        "It had published entries that nobody can show. An administrator must begin the next log."
    ),
    "roots_differ": _(
        "The database and the high-water file contradict each other. An administrator must begin "
        "the next log."
    ),
    "other_machine": _(
        "The high-water files come from another machine. An administrator must say that the other "
        "one runs no more."
    ),
    "only_the_peers_word": _(
        "The high-water file is gone, and the other side's word alone is not enough: it could "
        "hide the newest note. An administrator must begin the next log, or bring a witness's "
        "note."
    ),
}
ALARMS: dict[str, Text] = {
    "withheld": _(
        "The other side's node answers, but has not countersigned what was said here. What was "
        "said is signed and kept; the words behind it wait for the receipt."
    ),
    "overdue": _("The other side's receipt is overdue. Ask its people by another way."),
}
REFUSALS: dict[str, Text] = {
    "unsigned": _("not signed as the channel asks"),
    "body_differs": _("with another body than the one signed"),
    "late": _("outside the time allowed: late, early, or by a clock that is off"),
    "stranger": _("signed by a key of no channel"),
    "bad_signature": _("with a signature that does not fit"),
    "repeated": _("sent a second time"),
    "too_large": _("too large"),
    "malformed": _("in no form of the channel"),
}
SPACES: dict[str, Text] = {
    "home": _("Database and keys"),
    "evidence": _("Documents"),
}
DOUBTS: dict[str, Text] = {
    "database_behind": _("The database is older than what this node already published."),
    "database_ahead": _("The high-water file is far behind the database."),
    "mark_missing": _("The high-water file is missing."),
    "mark_damaged": _("The high-water file is damaged."),
    "mark_of_another_log": _("The high-water file belongs to another log."),
    "other_machine": _("The high-water files come from another data folder."),
    "roots_differ": _("The database and the high-water file contradict each other."),
    "restored": _("The database was put back from a backup."),
    "own_log_ahead": _("The other side holds entries signed by this node that are not here."),
    "peer_behind": _("The other side's node shows less than it had signed before."),
    "fork": _("Two signed notes of this log contradict each other."),
}
EVIDENCE: dict[str, Text] = {
    "fork": _("Two signed notes of one log that cannot both be true."),
    "own_log_ahead": _("A signed note of our log, with entries that were not here then."),
    "seen_otherwise": _("A statement of ours, and a later note of the other side that denies it."),
}
FAULTS: dict[str, Text] = {
    "too_large": _("larger than an entry may be"),
    "not_canonical": _("not in the one accepted form"),
    "wrong_form": _("not in the form of a statement"),
    "wrong_payload_type": _("of another type"),
    "unknown_version": _("of a version that is not known here"),
    "other_channel": _("in the name of another channel"),
    "other_log": _("in the name of another log"),
    "unknown_key": _("signed by a key that is not of this channel"),
    "wrong_role": _("signed by a key that may not sign this"),
    "key_not_valid": _("signed by a key that does not count here"),
    "bad_signature": _("the signature does not fit"),
    "duplicate_id": _("said a second time under the same id"),
}
POUCHES: dict[str, Text] = {
    "too_large": _("larger than a pouch may be"),
    "not_opened": _("cut off, damaged on the way, or not sealed for this node"),
    "bad_compression": _("compressed in a way that no node does"),
    "bad_archive": _("not packed as a pouch is"),
    "bad_manifest": _("its list of contents is not in order"),
    "bad_signature": _("not signed by the other side's node"),
    "other_channel": _("of another channel"),
    "other_sender": _("sealed by somebody else"),
    "other_recipient": _("meant for somebody else"),
    "wrong_member": _("not what its list says"),
    "bad_recipient_key": _("this node has no key that opens pouches"),
    "bad_note": _("a signed note in it does not hold"),
    "bad_entries": _("the entries in it do not give what was signed"),
    "fork": _("it contradicts what the other side signed before"),
    "gap": _("a pouch before it has not arrived"),
    "dropped": _("deleted here while it waited"),
    "quarantine_full": _("too much waits for earlier pouches already"),
}
ROLES: dict[str, Text] = {
    "identity": _("Identity"),
    "log": _("Log"),
    "mirror": _("Receipts"),
    "delivery": _("Receipts with contents"),
    "node": _("Requests between nodes"),
    "author": _("Office"),
    "age": _("Opening pouches"),
}
KEY_ORDERS: dict[str, Text] = {
    "no_reason": _("Say why, in a sentence."),
    "identity": _(
        "An identity cannot be revoked, since nothing stands above it. Replace it while you hold"
        " it; if it is lost or used by others, found the channels anew."
    ),
    "not_an_office": _("Only an office is given a key."),
    "already_asked": _("A change of this key waits already."),
    "same_person": _("Another administrator confirms it, not the one who asked."),
    "not_alone": _("There is another administrator, who can confirm it."),
    "decided_before": _("Somebody has decided this already. Nothing was changed."),
    "no_such_key": _("The other side has no such key."),
}


def label(words: dict[Any, Text], code: str) -> str:
    """Return the words for a code, or the code itself where a later version has a new one."""
    return str(words.get(code, code))
