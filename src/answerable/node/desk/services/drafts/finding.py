"""What a machine finds in what would leave beside marked phrases: names, contacts, long quotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from answerable.casework.disclosure import Outgoing
from answerable.casework.telltales import find_contacts, find_quotes
from answerable.node.desk.models import Draft, KeptFinding
from answerable.node.desk.services import register
from answerable.node.desk.services.drafts.footing import Footing
from answerable.node.vault.leaving import Verdict

NAME, VICTIM = "source_name", "victim_name"


@dataclass(frozen=True)
class Seen:
    """Something found in what would leave. `of` is the report that a quote is from."""

    key: str
    kind: str
    where: str
    found: str
    of: str
    kept: KeptFinding | None

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to replace it or to decide."""
        return self.kept is None


def look(
    draft: Draft, texts: Sequence[Outgoing], stands_on: Footing, verdict: Verdict | None
) -> list[Seen]:
    """Look through the texts of a draft; each thing once for each place."""
    found = [(NAME, one.where, one.text, "") for one in verdict.names] if verdict else []
    names = set(found)
    victims = register.found_in(stands_on.victims, texts)
    found += [(VICTIM, one.where, one.text, "") for one in victims]
    found += [
        (str(one.kind), one.where, one.found, "")
        for one in find_contacts(texts)
        if (NAME, one.where, one.found, "") not in names
    ]
    found += [
        (str(one.kind), one.where, one.found, one.of)
        for one in find_quotes(stands_on.unpublished, texts)
    ]
    kept = {one.key: one for one in kept_findings(draft)} if found else {}
    seen = []
    for kind, where, words, of in dict.fromkeys(found):
        key = key_of(draft, where, words)
        seen.append(Seen(key, kind, where, words, of, kept.get(key)))
    return seen


def kept_findings(draft: Draft) -> Iterable[KeptFinding]:
    """Return what somebody let out of a draft, with who did; asked for unless it is at hand."""
    is_read = "kept_findings" in getattr(draft, "_prefetched_objects_cache", {})
    rows = draft.kept_findings
    return rows.all() if is_read else rows.select_related("by")


def key_of(draft: Draft, where: str, found: str) -> str:
    """Return a key that says neither what was found nor why, to whoever has the database alone."""
    return salted_hmac(
        "answerable.finding", f"{draft.pk}\n{where}\n{found}", algorithm="sha256"
    ).hexdigest()
