"""Every field of the models that could hold words, and what is known of it.

A field counts as private, and gets a canary, unless a line here says why not. A new field is
covered from its first day; to leave it out, say its reason in `NO_WORDS` or `LEAVES`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

from django.apps import apps
from django.db import models

APPS = ("desk", "vault", "accounts", "intake", "ledger", "jobs")
Kinds = (models.CharField, models.TextField, models.JSONField)

# Patterns of "app.Model.field" with the reason why no words of a person stand there.
NO_WORDS = {
    "*.thread": "an identifier made here",
    "*.digest": "a hash",
    "*.leaf": "a hash",
    "*.*_leaf": "a hash",
    "*.inside": "i1, i2",
    "*.language": "a code of a language",
    "*.zone": "a name of the zone database",
    "*.question": "q1, q2",
    "*.refs": "places in logs",
    "*.keyid": "a hash",
    "*.mapping": "codes and numbers of columns",
    "*.receipt": "a number given here",
    "desk.Counter.*": "counts",
    "desk.Compartment.code": "given here by number",
    "desk.Batch.reference": "given here by number",
    "desk.TranslatedText.key": "the name of a part of a message",
    "desk.Report.receipt_number": "given here by number",
    "desk.Incident.reference": "given here by number",
    "desk.Incident.country": "a code of a country",
    "desk.Incident.targeted": "a code",
    "desk.Incident.service_impact": "codes and numbers",
    "desk.Incident.observations": "codes",
    "desk.SideCalendar.*": "codes, dates and names of public holidays",
    "desk.Arrival.kind": "a code",
    "desk.TriageDecision.before": "keys of rows, codes and dates",
    "desk.TriageDecision.after": "keys of rows, codes and dates",
    "desk.TriageDecision.batch": "made of chance",
    "desk.FieldChange.field": "the name of a field",
    "desk.IncidentMove.moved": "keys of rows",
    "desk.Draft.follows": "a hash",
    "desk.KeptPhrase.where": "the name of a part of a draft",
    "desk.KeptFinding.key": "a hash",
    "desk.InvestigationStep.methods": "codes",
    "desk.Grading.*code": "a code",
    "desk.Grading.scale": "a code",
    "desk.Grading.credibility": "a code",
    "desk.Remedy.kind": "a code",
    "desk.Remedy.code": "a code",
    "desk.Remedy.status": "a code",
    "desk.LogImport.counts": "numbers",
    "desk.SetAsideRow.faults": "codes",
    "desk.RecordedStatement.party": "a code of a party",
    "desk.RecordedStatement.positions_also": "codes",
    "desk.RecordedStatement.measures": "codes",
    "desk.RecordedSource.published": "a date",
    "vault.Vault.*": "keys",
    "vault.Custodian.recipient": "a key",
    "vault.Source.code": "made of chance",
    "vault.SealedMail.*": "made of chance, and hashes",
    "intake.TimeStamp.*": "codes of an authority that the operator chose",
    "intake.ReceivedMail.source": "the code of a source",
    "intake.ReceivedMail.notices": "codes",
    "vault.Notice.about": "an identifier of a thread",
    "accounts.User.password": "a hash",
    "accounts.SignIn.key": "the key of a session",
    "accounts.AuditHead.*": "a hash",
    "accounts.AuditEvent.*": "written by deeds; looked at as one of the outlets",
    "*.sha256": "a hash",
    "desk.ExhibitEvent.found": "a hash",
    "intake.Reading.encoding": "a name of an encoding",
    "intake.Reading.notices": "codes",
    "intake.Bundle.kept_as": "made of chance",
    "intake.BundleFile.problem": "a code",
    "intake.DataFile.withheld": "names of columns",
    "intake.FeedToken.*": "made of chance, and a hash",
    "intake.Delivery.*": "made of chance, hashes, codes, a partner's own ids, our sentences",
    "intake.ClaimsRun.languages": "codes of languages and numbers",
    "intake.StatedClaim.qualifier": "a code",
    "intake.StatedClaim.grain": "a code",
    "ledger.Channel.*_id": "made here",
    "ledger.Channel.peer_key*": "a hash",
    "ledger.Channel.highest_marking": "a code",
    "ledger.Channel.authentic_language": "a code",
    "ledger.PeerStatus.*": "codes",
    "ledger.UsedNonce.*": "made of chance by a peer",
    "ledger.ErasureRequest.reason": "a code",
    "ledger.ErasureRequest.basis": "a code",
    "ledger.ErasureRequest.left": "codes and numbers",
    "ledger.KeyOrder.role": "a code",
    "ledger.KeyOrder.office": "the code of an office",
    "ledger.Pouch.reason": "a code",
    "ledger.Pouch.logs": "places in logs",
    "jobs.*": "written by the code; looked at as one of the outlets",
}
# The same, of what is there to leave.
LEAVES = {
    "desk.Draft.choice": "what was typed to be sent; it leaves when it is cleared and sent",
    "desk.Draft.body": "made of the choice",
    "desk.Draft.words": "made of the choice",
    "desk.Draft.reference": "under which the other side is written to",
    "desk.BatchItem.reference": "under which the other side is written to",
    "desk.ThreadName.reference": "under which the other side is written to",
    "desk.Inquiry.*": "a row of the record that both sides hold",
    "desk.Message.*": "a row of the record that both sides hold",
    "desk.RecordedStatement.body": "a row of the record, second-hand",
    "desk.RecordedStatement.words": "a row of the record, second-hand",
    "accounts.Office.code": "an office signs, by its code",
    "accounts.Office.name": "stands on letters as the sender",
    "ledger.Party.*": "stands in the founding document",
    "ledger.Channel.slug": "stands in file names and addresses of this node",
    "ledger.Channel.terms": "agreed by both sides",
    "ledger.Channel.peer_url": "the other side's own address",
    "ledger.LogHead.*": "the log itself",
    "ledger.Entry.*": "the log itself",
    "ledger.Cosignature.*": "the log itself",
    "ledger.Evidence.*": "the log itself",
    "ledger.Statement.*": "the log itself",
    "ledger.Content.*": "the log itself",
    "ledger.Promise.*": "the log itself",
    "ledger.Witness.*": "stands in the policy beside an export",
}
# These leave when their row is chosen in a draft, and not otherwise.
CHOSEN = {"desk.Incident.title", "desk.PlaceName.name", "desk.Figure.stated_by"}


def all_models() -> Iterator[type[models.Model]]:
    """Return every model of ours."""
    for app in APPS:
        yield from apps.get_app_config(app).get_models(include_auto_created=True)


def name_of(field: Any) -> str:
    """Return a field's full name."""
    return f"{field.model._meta.label}.{field.name}"


def closed_sets(model: type[models.Model]) -> dict[str, list[str]]:
    """Return the fields that the database holds to a closed set, with the codes."""
    found: dict[str, list[str]] = {}
    for one in model._meta.constraints:
        children = getattr(getattr(one, "condition", None), "children", ())
        found |= {
            child[0].removesuffix("__in"): list(child[1])
            for child in children
            if isinstance(child, tuple) and child[0].endswith("__in")
        }
    return found


def with_words(model: type[models.Model]) -> list[Any]:
    """Return the fields of a model in which words can stand."""
    closed = closed_sets(model)
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, Kinds) and not field.choices and field.name not in closed
    ]


def is_known(field: Any) -> bool:
    """Tell whether a line above names the field."""
    return any(fnmatch(name_of(field), one) for one in (*NO_WORDS, *LEAVES))


def private(model: type[models.Model]) -> list[Any]:
    """Return the private fields of a model."""
    return [field for field in with_words(model) if not is_known(field)]
