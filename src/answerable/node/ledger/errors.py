"""What can go wrong in the ledger, one class per thing a caller may want to tell apart."""

from typing import ClassVar


class LedgerError(Exception):
    """The base of what the ledger refuses. `code` is stable and may be translated."""

    code: ClassVar[str] = "ledger_error"


class ChannelNotOpen(LedgerError):
    """Nothing can be said in this channel: not signed by both, frozen, or on paper."""

    code = "channel_not_open"


class MayNotSign(LedgerError):
    """This node must not sign: its database may be older than what it already published."""

    code = "may_not_sign"


class DamagedLog(LedgerError):
    """What is stored of our log is no longer what was signed: nothing was added."""

    code = "damaged_log"


class NoOfficeKey(LedgerError):
    """The office has no key in this channel: it was made after the channel was established."""

    code = "no_office_key"


class NoSuchKey(LedgerError):
    """No key of that role counts in this channel now: it was revoked, or there never was one."""

    code = "no_such_key"


class NotDoubted(LedgerError):
    """Our log may be signed, so no next one is begun: its end would take back what was said."""

    code = "not_doubted"


class IdentityAway(LedgerError):
    """The identity key is kept elsewhere: it must be brought for this, and taken away after."""

    code = "identity_away"

    def __init__(self) -> None:
        super().__init__(
            "the identity key is not here: bring its file to keys/identity/ in the node's folder, "
            "with mode 0600, and take it away again afterwards"
        )


class KeyNotChanged(LedgerError):
    """A key cannot be replaced or revoked as it was asked; says why and what to do instead."""

    code = "key_not_changed"


class KeyOrderNotPossible(LedgerError):
    """A change of a key cannot be asked for or confirmed; the message is a code that is worded."""

    code = "key_order_not_possible"


class NoSuchMessage(LedgerError):
    """The channel holds no entry with that leaf."""

    code = "no_such_message"


class BadWitness(LedgerError):
    """A key that may not stand as a witness, or a note that no witness of the channel signed."""

    code = "bad_witness"


class NoParty(LedgerError):
    """This node does not know yet which party it belongs to."""

    code = "no_party"


class BadExchangeFile(LedgerError):
    """A file of the other side that cannot be read, or is not what it says it is."""

    code = "bad_exchange_file"


class WordsDiffer(LedgerError):
    """The fingerprint words that were typed are not those of this channel."""

    code = "words_differ"


class TermsDiffer(LedgerError):
    """The other side returned other terms, or another description of us, than we proposed."""

    code = "terms_differ"


class WrongStep(LedgerError):
    """The channel is not at the step this file belongs to."""

    code = "wrong_step"


class ErasureNotPossible(LedgerError):
    """A content that is not here, is decided on already, or that nobody asked about."""

    code = "erasure_not_possible"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FileDiffers(LedgerError):
    """A file is not of the media type that its statement names: it is given to nobody."""


class TooLarge(LedgerError):
    """A statement or content over the limits, or out of schema: nothing was signed."""

    code = "too_large"


class BadAddress(LedgerError):
    """An address of a peer that must not be used: not HTTPS and not this machine."""

    code = "bad_address"


class BadKeyFile(LedgerError):
    """A key file that is missing, damaged, or readable by others."""

    code = "bad_key_file"


class NoRecipient(LedgerError):
    """The other side has named no key to seal pouches for."""

    code = "no_recipient"


class PouchRefused(LedgerError):
    """A pouch that was not taken; `reason` says why, as a code."""

    code = "pouch_refused"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class NotWaiting(LedgerError):
    """A pouch that does not wait in the quarantine, or more than one that is meant."""

    code = "not_waiting"


class BadRequestSignature(LedgerError):
    """A request that is unsigned, late, or signed by another key or over other bytes.

    `reason` is counted for our own people; whoever asked is never told.
    """

    code = "bad_request_signature"

    def __init__(self, message: str, reason: str = "malformed") -> None:
        super().__init__(message)
        self.reason = reason


class PeerFailed(LedgerError):
    """The other side's node did not give what was asked; `reason` says how, as a code."""

    code = "peer_failed"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
