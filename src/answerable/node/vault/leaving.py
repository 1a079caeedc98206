"""The one function that others ask before something leaves: `consult`.

It answers with codes of sources, never with a name. What it says about names is where in the
asker's own text one stands.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from answerable.casework.consent import Consent, Purpose, may_leave
from answerable.casework.disclosure import Outgoing, Phrase, find_leaks
from answerable.node.accounts.models import User
from answerable.node.vault import sealing, traces
from answerable.node.vault.errors import VaultError
from answerable.node.vault.models import NameTrace, Source, SourceReport, Vault
from answerable.node.vault.services import consents, keys
from answerable.node.vault.wording import refusal as refusal_words

__all__ = ["Refusal", "VaultError", "Verdict", "WithKey", "consult", "kept_of", "refusal_words"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A source of a report that has not agreed to the purpose, or not any more."""

    source: str
    receipt: str
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class WithKey:
    """A custodian with the passphrase: names are then compared as they are, also in parts."""

    passphrase: str
    by: User


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands against leaving. `kept` are reports with the code of a source that is kept."""

    refusals: tuple[Refusal, ...]
    names: tuple[Outgoing, ...]
    kept: tuple[tuple[str, str], ...]

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Return the codes of the sources whose identity is kept."""
        return tuple(sorted({code for _receipt, code in self.kept}))

    def about(self, receipts: Container[str]) -> Verdict:
        """Return what stands against leaving for some of the reports that were asked about."""
        return Verdict(
            tuple(one for one in self.refusals if one.receipt in receipts),
            self.names,
            tuple(one for one in self.kept if one[0] in receipts),
        )


def consult(
    receipts: Iterable[str],
    texts: Sequence[Outgoing],
    purpose: Purpose = Purpose.RAISE_WITHOUT_IDENTITY,
    *,
    at: datetime,
    with_key: WithKey | None = None,
) -> Verdict:
    """Tell what stands against texts leaving that rest on these reports.

    Each source of each report has to agree; a report without a source in the vault asks nobody.
    With a key, raises the `VaultError` that says why it does not open, and must not be called
    inside a transaction.
    """
    secret = None
    if with_key is not None:
        secret = keys.open_vault(with_key.passphrase, by=with_key.by, at=at)
    refusals, kept = _asked(set(receipts), purpose, at)
    names = _traced(texts) if secret is None else _compared(texts, secret)
    return Verdict(refusals, names, kept)


def kept_of(receipts: Iterable[str]) -> set[str]:
    """Return those of the reports that have a source in the vault; says nothing of leave."""
    links = SourceReport.objects.filter(receipt__in=set(receipts))
    return set(links.values_list("receipt", flat=True))


def _asked(
    receipts: set[str], purpose: Purpose, at: datetime
) -> tuple[tuple[Refusal, ...], tuple[tuple[str, str], ...]]:
    # A row for each consent of the source of a report, or one where it gave none.
    rows = SourceReport.objects.filter(receipt__in=receipts).order_by("receipt", "source__code")
    given: dict[tuple[str, str], list[Consent]] = {}
    for receipt, code, what, given_at, withdrawn_at in rows.values_list(
        "receipt", "source__code", *(f"source__consents__{one}" for one in consents.FACTS)
    ):
        known = given.setdefault((receipt, code), [])
        if what is not None:
            known.append(Consent(Purpose(what), given_at, withdrawn_at))
    refusals = [
        Refusal(code, receipt, purpose)
        for (receipt, code), known in given.items()
        if not may_leave(known, purpose, at=at)
    ]
    return tuple(refusals), tuple(given)


def _traced(texts: Sequence[Outgoing]) -> tuple[Outgoing, ...]:
    vault = Vault.objects.filter(pk=1).first() if texts else None
    if vault is None or not vault.keeps_index:
        return ()
    # Raises if the node's key is not the one the traces were made with: a check that cannot find
    # anything must not look like one that found nothing.
    keys.check(vault)
    known = frozenset(bytes(one) for one in NameTrace.objects.values_list("digest", flat=True))
    return tuple(traces.find(known, texts, keys.node_key())) if known else ()


def _compared(texts: Sequence[Outgoing], secret: str) -> tuple[Outgoing, ...]:
    phrases: list[Phrase] = []
    known: set[bytes] = set()
    key = b"only for this comparison"
    sources = Source.objects.filter(sealed_at__isnull=False, erased_at__isnull=True)
    for source in sources.iterator():
        identity = sealing.unseal(bytes(source.sealed), source.code, source.version, secret)
        phrases += [Phrase(source.code, name, is_name=True) for name in identity.names()]
        known |= traces.traces_of(identity, key)
    leaks = [Outgoing(one.where, one.found) for one in find_leaks(phrases, texts)]
    return tuple(dict.fromkeys([*leaks, *traces.find(frozenset(known), texts, key)]))
