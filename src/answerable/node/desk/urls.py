"""The addresses of the desk's pages."""

from django.urls import path

from answerable.node.desk.views import (
    acts,
    board,
    compartments,
    dossier,
    drafts,
    erasing,
    evidence,
    identity,
    incident_parts,
    incidents,
    inquiries,
    investigations,
    observed,
    printing,
    raising,
    recorded,
    remits,
    reports,
    reviews,
    sending,
    tolls,
)

app_name = "desk"

REPORT = "reports/<str:receipt_number>/"
INCIDENT = "incidents/<str:reference>/"
DRAFT = "drafts/<int:pk>/"
INQUIRY = "inquiries/<str:reference>/"
EVIDENCE = INQUIRY + "messages/<str:leaf>/evidence/"
COMPARTMENT = "compartments/<str:compartment>/"
REVIEW = "reviews/<int:pk>/"

urlpatterns = [
    path("", board.board, name="board"),
    # What came in.
    path("reports/", reports.report_list, name="reports"),
    path("reports/new/", reports.new_report, name="report-new"),
    path(REPORT, reports.report, name="report"),
    path(REPORT + "screen/", reports.screen_report, name="report-screen"),
    path(REPORT + "protect/", reports.protect_phrase, name="report-protect"),
    path(REPORT + "link/", reports.link_to_incident, name="report-link"),
    path("phrases/<int:phrase>/remove/", reports.unprotect_phrase, name="phrase-remove"),
    path("tolls/", tolls.toll_list, name="tolls"),
    path("tolls/new/", tolls.new_toll, name="toll-new"),
    # Incidents.
    path("incidents/", incidents.incident_list, name="incidents"),
    path("incidents/new/", incidents.new_incident, name="incident-new"),
    path(INCIDENT, incidents.incident, name="incident"),
    path(INCIDENT + "sources/", dossier.sources, name="incident-sources"),
    path(INCIDENT + "inquiries/", dossier.inquiries, name="incident-inquiries"),
    path(INCIDENT + "history/", dossier.history, name="incident-history"),
    path(INCIDENT + "details/", dossier.edit_details, name="incident-details"),
    path(INCIDENT + "facts/", incidents.edit_facts, name="incident-facts"),
    path(INCIDENT + "raise/", raising.raise_inquiry, name="incident-raise"),
    path(INCIDENT + "status/", incident_parts.set_status, name="incident-status"),
    path(INCIDENT + "places/add/", incident_parts.add_place, name="place-add"),
    path(INCIDENT + "places/<int:pk>/remove/", incident_parts.remove_place, name="place-remove"),
    path(
        INCIDENT + "places/<int:pk>/sign-off/",
        incident_parts.sign_off_place,
        name="place-sign-off",
    ),
    path(INCIDENT + "objects/add/", incident_parts.add_object, name="object-add"),
    path(INCIDENT + "objects/<int:pk>/remove/", incident_parts.remove_object, name="object-remove"),
    path(INCIDENT + "issues/", incident_parts.set_issues, name="incident-issues"),
    path(INCIDENT + "figures/add/", incident_parts.add_figure, name="figure-add"),
    path(
        INCIDENT + "figures/<int:pk>/set-aside/",
        incident_parts.set_aside_figure,
        name="figure-set-aside",
    ),
    path(INCIDENT + "attributions/add/", incident_parts.add_attribution, name="attribution-add"),
    path(INCIDENT + "scales/<str:scale>/", incident_parts.grade, name="incident-grade"),
    path(INCIDENT + "concern/", incident_parts.decide_concern, name="incident-concern"),
    path(INCIDENT + "reports/link/", incident_parts.link_report, name="incident-link"),
    path(
        INCIDENT + "reports/<str:receipt_number>/unlink/",
        incident_parts.unlink_report,
        name="incident-unlink",
    ),
    path(INCIDENT + "protect/", incident_parts.protect_phrase, name="incident-protect"),
    path(INCIDENT + "statements/add/", recorded.statement, name="statement-add"),
    path("record/", observed.public_record, name="record"),
    path("statements/<int:pk>/set-aside/", recorded.set_aside, name="statement-set-aside"),
    # Composing, clearing, sending.
    path("drafts/", drafts.draft_list, name="drafts"),
    path(DRAFT, drafts.draft, name="draft"),
    path(DRAFT + "form/", drafts.frame, name="draft-frame"),
    path(DRAFT + "says/", drafts.says, name="draft-says"),
    path(DRAFT + "leaves/", drafts.leaves, name="draft-leaves"),
    path(DRAFT + "check/", sending.check, name="draft-check"),
    path("identity/", identity.check_list, name="identity-checks"),
    path("identity/<int:pk>/", identity.check, name="identity-check"),
    path("identity/<int:pk>/search/", identity.search, name="identity-search"),
    path("identity/<int:pk>/return/", identity.give_back, name="identity-return"),
    path(DRAFT + "raw/", drafts.raw, name="draft-raw"),
    path(DRAFT + "letter/", drafts.letter, name="draft-letter"),
    path(DRAFT + "letter.<str:extension>", printing.draft_letter, name="draft-paper"),
    path(DRAFT + "keep/", sending.keep_phrase, name="draft-keep"),
    path(DRAFT + "replace/", sending.replace_phrase, name="draft-replace"),
    path(DRAFT + "ask/", sending.ask_clearance, name="draft-ask"),
    path(DRAFT + "clear/", sending.clear, name="draft-clear"),
    path(DRAFT + "return/", sending.give_back, name="draft-return"),
    path(DRAFT + "waive/", sending.waive, name="draft-waive"),
    path(DRAFT + "send/", sending.send, name="draft-send"),
    path(DRAFT + "withdraw/", sending.withdraw, name="draft-withdraw"),
    path(DRAFT + "delivered/", sending.delivered, name="draft-delivered"),
    # Inquiries, on both sides.
    path("inquiries/", inquiries.inquiry_list, name="inquiries"),
    path("inquiries/on-paper/<slug:slug>/", recorded.complaint, name="complaint-new"),
    path(INQUIRY, inquiries.inquiry, name="inquiry"),
    path(INQUIRY + "brief.<str:extension>", printing.brief, name="brief"),
    path(INQUIRY + "do/<str:act>/", acts.act, name="inquiry-act"),
    path(INQUIRY + "second-hand/", recorded.second_hand, name="second-hand"),
    path(INQUIRY + "investigation/", investigations.investigation, name="investigation"),
    path(
        INQUIRY + "investigation/open/",
        investigations.open_investigation,
        name="investigation-open",
    ),
    path(
        INQUIRY + "investigation/close/",
        investigations.close_investigation,
        name="investigation-close",
    ),
    path(
        INQUIRY + "investigation/<str:stage>/", investigations.add_step, name="investigation-step"
    ),
    path(INQUIRY + "review/", reviews.start_review, name="review-start"),
    path(INQUIRY + "messages/<str:leaf>/", inquiries.message, name="message"),
    path(
        INQUIRY + "messages/<str:leaf>/letter.<str:extension>",
        printing.message_letter,
        name="message-paper",
    ),
    path(INQUIRY + "messages/<str:leaf>/proof/", inquiries.proof, name="message-proof"),
    path(INQUIRY + "messages/<str:leaf>/entry/", inquiries.entry, name="message-entry"),
    path(EVIDENCE, evidence.evidence, name="evidence"),
    path(EVIDENCE + "package/", evidence.package, name="evidence-package"),
    path(EVIDENCE + "words/", evidence.package_with_words, name="evidence-words"),
    path(EVIDENCE + "ask/", evidence.ask, name="evidence-ask"),
    path(EVIDENCE + "clear/", evidence.clear, name="evidence-clear"),
    path(EVIDENCE + "refuse/", evidence.refuse, name="evidence-refuse"),
    path(EVIDENCE + "waive/", evidence.waive, name="evidence-waive"),
    path(INQUIRY + "messages/<str:leaf>/correct/", acts.correct, name="message-correct"),
    path(INQUIRY + "messages/<str:leaf>/erasure/<str:deed>/", erasing.erase, name="message-erase"),
    path(INQUIRY + "erasures/<int:number>/", erasing.erasure, name="erasure"),
    path(INQUIRY + "erasures/<int:number>/confirm/", erasing.confirm, name="erasure-confirm"),
    path(INQUIRY + "erasures/<int:number>/waive/", erasing.waive, name="erasure-waive"),
    path(INQUIRY + "erasures/<int:number>/drop/", erasing.drop, name="erasure-drop"),
    path(
        INQUIRY + "messages/<str:leaf>/withdraw/", acts.withdraw_statement, name="message-withdraw"
    ),
    path(
        INQUIRY + "incidents/<str:inside>/open/",
        incidents.from_inquiry,
        name="incident-from-inquiry",
    ),
    # Who may know of what.
    path("compartments/", compartments.compartment_list, name="compartments"),
    path("compartments/emergency/", compartments.emergency, name="emergency"),
    path("compartments/requests/", compartments.requests, name="access-requests"),
    path("compartments/requests/<int:pk>/give/", compartments.give, name="access-give"),
    path("compartments/requests/<int:pk>/refuse/", compartments.refuse, name="access-refuse"),
    path("compartments/put/<slug:kind>/<str:key>/", compartments.put, name="put"),
    path(COMPARTMENT, compartments.compartment, name="compartment"),
    path(COMPARTMENT + "let-in/", compartments.let_in, name="compartment-let-in"),
    path(
        COMPARTMENT + "members/<int:member>/let-out/",
        compartments.let_out,
        name="compartment-let-out",
    ),
    path(COMPARTMENT + "close/", compartments.close, name="compartment-close"),
    # Which office takes what.
    path("administration/remits/", remits.remits, name="remits"),
    path("administration/remits/<int:pk>/<str:way>/move/", remits.move, name="remit-move"),
    path("administration/remits/<int:pk>/remove/", remits.remove, name="remit-remove"),
    # Reviews.
    path(REVIEW, reviews.review, name="review"),
    path(REVIEW + "questions/<str:question>/", reviews.judge, name="review-judge"),
    path(REVIEW + "claims/add/", reviews.add_claim, name="claim-add"),
    path(REVIEW + "claims/<int:claim>/check/", reviews.check_claim, name="claim-check"),
    path(REVIEW + "conclude/", reviews.conclude, name="review-conclude"),
]
