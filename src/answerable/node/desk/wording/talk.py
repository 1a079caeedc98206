"""The words for what parties say to each other: acts, states, requests, closing and pausing."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

KIND: Words = {
    "open": _("Opening of the channel"),
    "terms": _("Terms of the channel"),
    "raise": _("Inquiry"),
    "ack": _("Acknowledgement of receipt"),
    "interim": _("Interim reply"),
    "response": _("Response"),
    "follow_up": _("Follow-up"),
    "extension": _("Extension of time"),
    "information_request": _("Request for information"),
    "information": _("Information"),
    "representation": _("Representation"),
    "self_report": _("Report of one's own act"),
    "objection": _("Objection"),
    "correct": _("Correction"),
    "withdraw": _("Withdrawal"),
    "close": _("Closing"),
    "reopen": _("Reopening"),
    "session": _("Session"),
    "notify_site": _("Notification of a site"),
    "attach": _("File"),
    "suspend": _("Pause of the clock"),
    "resume": _("Resumption of the clock"),
    "redact": _("Redaction"),
    "redacted": _("Redacted content"),
    "key": _("New key"),
    "revoke": _("Revoked key"),
    "epoch": _("New epoch"),
    "recover": _("Recovery"),
    "receipt": _("Receipt"),
    "member": _("Member of the channel"),
}
ACT: Words = {
    "raise": _("Raise an inquiry"),
    "self_report": _("Report an act of our own"),
    "acknowledge": _("Acknowledge receipt"),
    "reject": _("Answer that it does not fit"),
    "interim": _("Send an interim reply"),
    "respond": _("Write the response"),
    "respond_in_part": _("Answer in part"),
    "follow_up": _("Ask again"),
    "ask_extension": _("Ask for more time"),
    "agree_extension": _("Agree to the later date"),
    "decline_extension": _("Decline the later date"),
    "request_information": _("Request information"),
    "give_information": _("Give information"),
    "suspend": _("Pause the clock"),
    "resume": _("Let the clock run again"),
    "close": _("Close for our side"),
    "reopen": _("Reopen for our side"),
    "withdraw": _("Withdraw the inquiry"),
    "withdraw_response": _("Take back a response"),
    "withdraw_statement": _("Take back a statement"),
    "correct": _("Correct our statement"),
    "attach": _("Give a file"),
}
SIDE: Words = {"raising": _("the party asking"), "asked": _("the party asked")}
STATE: Words = {
    "new": _("Not raised"),
    "self_reported": _("Reported by the party itself"),
    "raised": _("Raised"),
    "acknowledged": _("Acknowledged by a person"),
    "examining": _("Under examination"),
    "partly_answered": _("Partly answered"),
    "answered": _("Answered"),
    "followed_up": _("Asked again"),
    "reopened": _("Reopened"),
    "withdrawn": _("Withdrawn"),
    "closed": _("Closed"),
    "not_understood": _("Not understood"),
}
CLOCK_STATUS: Words = {
    "not_delivered": _("Not delivered yet"),
    "running": _("Clock running"),
    "due_today": _("Due today"),
    "overdue": _("Overdue"),
    "paused": _("Paused"),
    "answered": _("Answered"),
    "withdrawn": _("Withdrawn"),
    "closed": _("Closed"),
}
INSTRUMENT: Words = {
    "oral_point": _("Oral point"),
    "working_level_message": _("Working-level message"),
    "non_paper": _("Non-paper"),
    "aide_memoire": _("Aide-mémoire"),
    "note_verbale": _("Note verbale"),
    "letter": _("Letter"),
    "demarche": _("Démarche"),
    "joint_demarche": _("Joint démarche"),
    "meeting_agenda_item": _("Point on a meeting's agenda"),
    "hotline_call": _("Hotline call"),
    "head_of_government_call": _("Call between heads of government"),
    "public_statement": _("Public statement"),
}
URGENCY: Words = {
    "ordinary": _("Ordinary"),
    "urgent": _("Urgent"),
    "immediate": _("Immediate"),
}
REQUEST: Words = {
    "investigate": _("To investigate"),
    "cease": _("To cease the conduct"),
    "information": _("To give information"),
    "remedy": _("To provide a remedy"),
    "preserve_evidence": _("To preserve evidence"),
    "access": _("To give access"),
    "safe_passage": _("To give safe passage"),
    "release": _("To release the persons concerned"),
    "whereabouts": _("To state where persons are"),
    "non_recurrence": _("To prevent recurrence"),
}
INTERIM_CODE: Words = {
    "still_examining": _("Still examining"),
    "investigation_opened": _("An investigation was opened"),
    "awaiting_information": _("Awaiting information"),
    "in_translation": _("In translation"),
    "referred": _("Referred to another body"),
}
EXTENSION_STEP: Words = {
    "asked": _("More time asked for"),
    "agreed": _("Later date agreed"),
    "declined": _("Later date declined"),
}
EXTENSION_REASON: Words = {
    "complexity": _("The matter is complex"),
    "access_to_site": _("Access to the site is outstanding"),
    "awaiting_information": _("Information is outstanding"),
    "translation": _("Translation"),
    "staffing": _("Staffing"),
    "legal_review": _("Legal review"),
    "urgency_of_matter": _("The matter is urgent"),
    "other": _("Another reason"),
}
ACK_OUTCOME: Words = {"received": _("Received by a person"), "rejected": _("Does not fit")}
REJECTION: Words = {
    "malformed": _("The form could not be read"),
    "wrong_channel": _("It names another channel"),
    "unknown_kind": _("This kind of message is not known here"),
    "unknown_thread": _("The inquiry is not known"),
    "unknown_question": _("It answers a question that was not asked"),
    "unknown_incident": _("It names an incident that was not raised"),
    "unknown_request": _("It answers a request that was not made"),
    "unknown_reference": _("It refers to a message that is not known"),
    "not_possible_now": _("It does not fit at this point"),
    "not_yours": _("It is for the other side to do"),
    "duplicate": _("It repeats an earlier message"),
    "too_long": _("It is longer than the terms allow"),
    "differs_from_asked": _("It differs from what was asked"),
    "foreign": _("It was written by another party"),
    "bad_time": _("Its time cannot be right"),
}
PAUSE_REASON: Words = {
    "information_outstanding": _("Information is outstanding"),
    "agreed": _("Agreed between both"),
    "access_denied": _("No access"),
    "security_situation": _("Security situation"),
    "judicial_proceedings": _("Judicial proceedings"),
    "recess": _("Recess"),
    "other": _("Another reason"),
}
RESUME_REASON: Words = {
    "information_received": _("The information was received"),
    "reason_ended": _("The reason has ended"),
    "agreed": _("Agreed between both"),
}
CLOSE_REASON: Words = {
    "accepted_with_measures": _("Accepted, with measures"),
    "accepted_no_measures": _("Accepted, without measures"),
    "explained_satisfactorily": _("Explained satisfactorily"),
    "disputed_closed": _("Closed while disputed"),
    "no_response_exhausted": _("No response, all steps used"),
    "referred_elsewhere": _("Referred elsewhere"),
    "duplicate": _("Duplicate"),
    "source_withdrew": _("The source withdrew"),
    "error": _("Raised in error"),
    "answered_in_full": _("Answered in full"),
    "no_further_action": _("No further action"),
}
REOPEN_REASON: Words = {
    "new_information": _("New information"),
    "new_evidence": _("New evidence"),
    "measure_not_kept": _("A measure was not kept"),
    "error": _("Closed in error"),
    "other": _("Another reason"),
}
WITHDRAW_REASON: Words = {
    "error": _("Made in error"),
    "source_withdrew": _("The source withdrew"),
    "duplicate": _("Duplicate"),
    "superseded": _("Superseded by another statement"),
    "other": _("Another reason"),
}
CORRECTION_REASON: Words = {
    "clerical": _("Clerical error"),
    "factual": _("Error of fact"),
    "figures": _("Figures corrected"),
    "translation": _("Error of translation"),
}
MARKING: Words = {
    "clear": _("Clear: no limit"),
    "green": _("Green: within the community"),
    "amber": _("Amber: recipient and those who must know"),
    "amber_strict": _("Amber strict: recipient's organisation only"),
    "red": _("Red: named recipients only"),
}
ESCALATION_LEVEL: Words = {
    "working_contact": _("Working contact"),
    "head_of_section": _("Head of section"),
    "ambassador": _("Ambassador or director-general"),
    "envoy": _("Envoy or assistant secretary"),
    "minister": _("Minister"),
    "joint": _("Joint or multilateral"),
    "public": pgettext_lazy("escalation level", "Public"),
}
LADDER_ACTION: Words = {
    "receipt_check": _("Check that it was received"),
    "first_reminder": _("First reminder"),
    "raised_level": _("Second reminder, one level up"),
    "session_agenda": _("On the next session's agenda"),
    "deadline": _("The answer is due"),
    "level_up": _("One level up"),
}
CONTACT_ROLE: Words = {
    "working": _("Working contact"),
    "duty": _("Duty contact"),
    "legal": _("Legal contact"),
    "technical": _("Technical contact"),
    "escalation": _("Contact for escalation"),
}
LEAK_MATCH: Words = {
    "exact": _("word for word"),
    "folded": _("with other spelling marks"),
    "reordered": _("in another order"),
    "inflected": _("in another form of the name"),
    "transliterated": _("in another script"),
    "part": _("in part"),
}
CLEARANCE_FAULT: Words = {
    "same_person": _("The person who wrote it cannot clear it."),
    "same_office": _("Somebody of another office has to clear it."),
    "not_alone": _("A waiver is only for a party of one person."),
}
AUDIENCE: Words = {
    "parliament": _("Parliament"),
    "court": _("Court"),
    "oversight": _("Oversight body"),
    "third_party": _("Third party"),
    "public": pgettext_lazy("audience", "The public"),
}
DISCLOSABLE: Words = {
    "statistics": _("Statistics"),
    "summaries": _("Summaries"),
    "statements": _("Statements"),
    "contents": _("Contents of messages"),
    "evidence_packages": _("Evidence packages"),
}
WORDS_FAULT: Words = {
    "not_json": _("The text could not be read."),
    "not_canonical": _("The text is not in its one form."),
    "bad_schema": _("A part of the text is not known here."),
    "wrong_kind": _("The text belongs to another kind of message."),
    "too_long": _("The text is too long."),
    "blank": _("The text is empty."),
    "not_nfc": _("The text is not in its composed form."),
    "bad_character": _("The text holds a character that cannot be sent."),
    "repeated": _("Something stands there twice."),
    "unmatched": _("The words and what they are about do not match."),
}

FINDING: Words = {
    "source_name": _("Name or contact of a source"),
    "victim_name": _("Name that stands in the victims' register"),
    "email": _("E-mail address"),
    "phone": _("Telephone number"),
    "handle": _("Name of an account"),
    "account": _("Bank account"),
    "point": _("Exact coordinates"),
    "quote": _("Long quote"),
}

CHECK_ANSWER: Words = {
    "no": _("No"),
    "covered": _("It could, but it is covered: the note says how"),
}
