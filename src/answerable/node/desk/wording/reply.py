"""The words for a response: positions and their reasons, measures, redress, how it was examined."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

ANSWER_CODE: Words = {
    "answered": _("Answered"),
    "partly": _("Partly answered"),
    "not_answered": _("Not answered yet"),
    "declined": _("Declined to answer"),
}
POSITION: Words = {
    "none": _("Takes no position"),
    "acknowledged_receipt": _("Acknowledges receipt"),
    "under_examination": _("Says it is under examination"),
    "needs_more_information": _("Needs more information"),
    "accepts_responsibility": _("Accepts responsibility"),
    "accepts_partially": _("Accepts in part"),
    "asserts_lawful_attack": _("Asserts a lawful attack"),
    "denies_involvement": _("Denies involvement"),
    "denies_harm": _("Denies the harm"),
    "attributes_to_other_party": _("Attributes it to another party"),
    "insufficient_information": _("States that there is not enough information now"),
    "duplicate_of": _("Treats it as the same matter as another"),
    "disputes_competence": _("Disputes the competence to ask"),
    "declines_to_answer": _("Declines to answer"),
    "referred_to_criminal_process": _("Referred it to criminal process"),
}
REASON: Words = {
    "no_operation_at_time_place": _("No operation at that time and place"),
    "operation_elsewhere": _("The operation was elsewhere"),
    "no_civilian_harm_visible_in_footage": _("No civilian harm visible in footage"),
    "insufficient_detail_in_report": _("Too little detail in the report"),
    "duplicate": _("The matter was raised before"),
    "military_objective": _("A military objective is asserted"),
    "object_lost_protection": _("Loss of protection is asserted"),
    "warning_given": _("A warning was given"),
    "warning_should_have_been_given": _("A warning should have been given"),
    "misidentification": _("Misidentification"),
    "technical_or_weapon_malfunction": _("Technical or weapon malfunction"),
    "weather": _("Weather"),
    "secondary_explosion": _("Secondary explosion"),
    "procedure_or_orders_violated": _("Procedure or orders were violated"),
    "other_party_fire": _("Fire of another party"),
    "complainant_uncooperative": _("The complainant gave no further details"),
    "information_requested_from_third_party_not_received": _(
        "Information asked from a third party was not received"
    ),
    "classified_basis": _("The basis is classified"),
    "matter_sub_judice": _("The matter is before a court"),
}
MEASURE: Words = {
    "discipline": _("Disciplinary measure"),
    "prosecution": _("Prosecution"),
    "procedure_change": _("Change of procedure"),
    "engagement_rules_change": _("Change of the rules of engagement"),
    "site_list_update": _("Update of the list of notified sites"),
    "lessons": _("Lessons passed on"),
    "release": _("Release of persons"),
    "other": _("Another measure"),
}
MEASURE_STATUS: Words = {
    "planned": _("planned"),
    "under_way": _("under way"),
    "done": _("done"),
}
REDRESS: Words = {
    "acknowledgement_private": _("Private acknowledgement"),
    "acknowledgement_public": _("Public acknowledgement"),
    "apology": _("Apology"),
    "condolence": _("Condolence"),
    "payment": _("Payment"),
    "medical": _("Medical care"),
    "repair": _("Repair or rebuilding"),
    "other": _("Other redress"),
}
REDRESS_STATUS: Words = {
    "considered": pgettext_lazy("redress", "considered"),
    "offered": pgettext_lazy("redress", "offered"),
    "delivered": pgettext_lazy("redress", "delivered"),
    "refused": pgettext_lazy("redress", "refused"),
}
METHOD: Words = {
    "records": _("Operational records"),
    "footage": _("Footage"),
    "interviews_of_forces": _("Interviews of own forces"),
    "civilian_interviews": _("Interviews of civilians"),
    "site_visit": _("Visit to the site"),
    "ngo_input": _("Information from organisations"),
    "weapons_analysis": _("Analysis of weapons"),
    "satellite_imagery": _("Satellite imagery"),
    "third_party_asked": _("A third party was asked"),
}
EXAMINER: Words = {
    "chain_of_command": _("Chain of command"),
    "outside_chain_of_command": _("Body outside the chain of command"),
    "independent": _("Independent body"),
    "criminal": _("Criminal investigation"),
}
REPLY_CHARACTER: Words = {
    "largely_satisfactory": _("Largely satisfactory"),
    "cooperative_but_incomplete": _("Cooperative but incomplete"),
    "rejected_without_adequate_substantiation": _("Rejected without adequate substantiation"),
    "receipt_acknowledged": _("Receipt acknowledged, no substance"),
    "no_response": _("No response"),
}
CLAIM_VERIFICATION: Words = {
    "unverified": _("Not verified"),
    "corroborated": _("Corroborated"),
    "contradicted": _("Contradicted"),
    "third_party_asked": _("Third party asked"),
}
