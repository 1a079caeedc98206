"""The words for the desk's own codes, which only this node's people read."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

ROUTE: Words = {
    "form": _("Typed in here"),
    "upload": _("Uploaded file"),
    "paste": _("Pasted text"),
    "letter": _("Letter"),
    "import": _("Import"),
    "record": _("Public record"),
    "channel": _("By the channel"),
}
SCREENING: Words = {
    "received": _("Not screened yet"),
    "accepted": _("Accepted"),
    "out_of_scope": _("Out of scope"),
    "duplicate": _("Duplicate"),
}
DATE_PRECISION: Words = {
    "minute": _("to the minute"),
    "day": _("the day is known"),
    "month": _("only the month is known"),
    "year": _("only the year is known"),
    "unknown": _("not known"),
}
INCIDENT_STATUS: Words = {
    "candidate": _("Candidate"),
    "in_review": _("In review"),
    "ready": _("Ready to raise"),
    "hold": _("On hold"),
    "raised": _("Raised"),
    "not_pursued": _("Not pursued"),
    "resolved": _("Resolved"),
    "closed_unresolved": _("Closed, unresolved"),
    "merged": _("Merged into another"),
}
PLACE_ROLE: Words = {
    "event": _("Where it happened"),
    "source": _("Where the source was"),
    "stated_by_party": _("As the party asked states it"),
    "other": _("Another place"),
}
SCRIPT: Words = {
    "latin": _("Latin script"),
    "cyrillic": _("Cyrillic script"),
    "arabic": _("Arabic script"),
    "hebrew": _("Hebrew script"),
    "other": _("another script"),
}
NOTIFIED: Words = {
    "yes": _("Notified to the party"),
    "no": _("Not notified"),
    "unknown": _("Not known whether notified"),
}
OWNER_ROLE: Words = {
    "source": _("Source"),
    "party_asked": _("The party asked"),
    "affected_side": _("Affected side"),
    "opposing_party": _("Opposing party"),
    "third_state": _("Third State"),
    "un_body": _("UN body"),
    "court": _("Court"),
    "ngo": _("Non-governmental organisation"),
    "media": _("Media"),
    "expert": _("Expert review"),
    "own_assessment": _("Our own assessment"),
}
LEDGER: Words = {
    "reported": _("Reported"),
    "acknowledged": _("Acknowledged by the party asked"),
}
QUALIFIER: Words = {
    "exact": _("exactly"),
    "at_least": _("at least"),
    "about": _("about"),
    "up_to": _("up to"),
    "range": _("between two numbers"),
    "not_stated": _("no number stated"),
}
GROUP: Words = {
    "total": _("All"),
    "civilians": _("Civilians"),
    "children": _("Children"),
    "women": _("Women"),
    "men": _("Men"),
    "girls": _("Girls"),
    "boys": _("Boys"),
    "staff": _("Staff"),
    "mixed": _("Mixed group"),
    "security_forces": _("Security forces"),
    "unknown": _("Group not known"),
}
SCALE: Words = {
    "harm": _("Did the harm occur?"),
    "attribution": _("Whose act was it?"),
    "reliability": _("How reliable is the information?"),
}
ATTRIBUTION_STATUS: Words = {
    "suspected": _("Suspected"),
    "acknowledged": _("Acknowledged by the party"),
    "denied": _("Denied by the party"),
}
CONFIDENCE: Words = {
    "document_seen": _("Document seen"),
    "checked": _("Checked against a source"),
    "partly_checked": _("Partly checked"),
    "to_be_rechecked": _("To be checked again"),
    "high": _("High confidence"),
    "medium": _("Medium confidence"),
    "low": _("Low confidence"),
}
DRAFT_STATE: Words = {
    "editing": _("Being written"),
    "awaiting_clearance": _("Waiting for clearance"),
    "cleared": _("Cleared"),
    "sent": _("Signed and sent"),
    "withdrawn": _("Put aside"),
}
CLEARANCE_KIND: Words = {
    "asked": _("Clearance asked"),
    "cleared": _("Cleared"),
    "waived": _("Clearance waived"),
    "returned": _("Returned to the author"),
    "voided": _("Clearance void: the draft was changed"),
}
EXPORT_STATE: Words = {
    "asked": _("Clearance asked"),
    "cleared": _("Cleared"),
    "waived": _("Clearance waived"),
    "refused": _("Clearance refused"),
}
STAGE: Words = {
    "nexus_check": _("Nexus check"),
    "fact_finding": _("Fact finding"),
    "legal_review": _("Legal review"),
    "decision": _("Decision"),
}
STEP_OUTCOME: Words = {
    "nexus": _("Our operation could be concerned"),
    "no_nexus": _("No operation of ours at that time and place"),
    "nexus_unclear": _("Not clear whether ours"),
    "information_needed": _("Information is needed"),
    "facts_established": _("Facts established"),
    "facts_partly_established": _("Facts established in part"),
    "facts_not_established": _("Facts could not be established"),
    "review_completed": _("Review completed"),
    "further_facts_needed": _("Further facts are needed"),
    "referred_to_criminal_process": _("Referred to criminal process"),
    "reply_with_findings": _("Reply with findings"),
    "reply_interim": _("Reply that the examination goes on"),
    "no_reply_possible": _("No reply is possible"),
}
ROLE: Words = {
    "raising": _("We ask"),
    "asked": _("We are asked"),
    "none": _("We observe"),
}
# Who opened a case that began with a report of one's own act, by our role in it.
SELF_REPORT_ROLE: Words = {
    "raising": _("They reported their own act"),
    "asked": _("We reported our own act"),
    "none": _("A party reported its own act"),
}
WAITING_ON: Words = {
    "us": _("Waiting on us"),
    "them": _("Waiting on them"),
    "both": _("Waiting on both"),
    "none": _("Nobody has to act"),
}
JUDGEMENT: Words = {
    "answered": _("Answered"),
    "partly": _("Partly answered"),
    "not_answered": _("Not answered"),
    "declined": _("Declined to answer"),
}
VERIFICATION: Words = {
    "unverified": _("Not verified"),
    "corroborated": _("Corroborated"),
    "contradicted": _("Contradicted"),
    "third_party_asked": _("Third party asked"),
    "not_checkable": _("Cannot be checked"),
}
RECOMMENDATION: Words = {
    "accept": _("Accept the response"),
    "ask_again": _("Ask again"),
    "escalate": _("Escalate"),
    "close": _("Close for our side"),
}
RECORD_KIND: Words = {
    "delivery": _("Delivery"),
    "complaint": _("Inquiry on paper"),
    "receipt_confirmed": _("Receipt confirmed"),
    "first_statement": _("First statement"),
    "acknowledgement": pgettext_lazy("responsibility", "Acknowledgement"),
    "denial": _("Denial"),
    "interim": _("Interim reply"),
    "answer": _("Answer"),
    "question_back": _("Question back"),
    "more_time_asked": _("More time asked for"),
    "finding": _("Finding"),
    "measure": _("Measure"),
    "redress": _("Redress"),
    "review": _("Review"),
    "correction": _("Correction"),
    "closed": _("Closed"),
}
MEDIUM: Words = {
    "letter": _("Letter"),
    "meeting": _("Meeting"),
    "call": _("Call"),
    "email": _("E-mail"),
    "hotline": _("Hotline"),
    "publication": _("Publication"),
    "other": _("Other"),
}
LANGUAGE: Words = {
    "en": _("English"),
    "ar": _("Arabic"),
    "he": _("Hebrew"),
    "uk": _("Ukrainian"),
    "ru": _("Russian"),
    "fr": _("French"),
    "es": _("Spanish"),
    "zh": _("Chinese"),
    "fa": _("Persian"),
    "ps": _("Pashto"),
    "tr": _("Turkish"),
    "am": _("Amharic"),
    "my": _("Burmese"),
    "so": _("Somali"),
    "sw": _("Swahili"),
    "pt": _("Portuguese"),
    "de": _("German"),
    "ur": _("Urdu"),
}
STAY: Words = {
    "narrative": _("private narrative"),
    "reports": _("reports"),
    "protected_phrases": _("protected words or names"),
    "attributions": _("statements on whose conduct it was"),
    "gradings": _("judgements on the three scales"),
    "concern_decisions": _("decisions to raise or not"),
    "figures": _("figures that were not chosen"),
    "places": _("places that were not chosen"),
    "coordinates": _("exact points"),
    "objects": _("objects that were not chosen"),
}
STORY: Words = {
    "clearance_asked": _("Clearance asked"),
    "clearance_cleared": _("Cleared"),
    "clearance_waived": _("Clearance waived"),
    "clearance_returned": _("Returned to the author"),
    "clearance_voided": _("Clearance void: the draft was changed"),
    "investigation_nexus_check": _("Nexus check"),
    "investigation_fact_finding": _("Fact finding"),
    "investigation_legal_review": _("Legal review"),
    "investigation_decision": _("Decision"),
    "review_concluded": _("Review concluded"),
    "ladder_taken": _("Step taken"),
    "ladder_passed_over": _("Step passed over"),
    "call": _("Call to the other side"),
    "incident_opened": _("Incident opened"),
    "report_linked": _("Report linked"),
    "report_unlinked": _("Report unlinked"),
    "graded_harm": _("Judged: did the harm occur?"),
    "graded_attribution": _("Judged: whose act was it?"),
    "graded_reliability": _("Judged: how reliable is the information?"),
    "concern_raise": _("Decided to raise it"),
    "concern_no_raise": _("Decided not to raise it"),
    "incident_in_inquiry": _("Became part of an inquiry"),
}
ACCESS_STATE: Words = {
    "waiting": _("Waits for a second person"),
    "given": _("Given"),
    "refused": _("Refused"),
    "ended": _("Ended"),
}
