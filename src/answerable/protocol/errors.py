"""What can go wrong in the channel, one class per thing a caller may want to tell apart."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar


class ProtocolError(Exception):
    """The base of everything the library refuses. `code` is stable and may be translated."""

    code: ClassVar[str] = "protocol_error"


class NotCanonical(ProtocolError):
    """Bytes that are not the one accepted encoding of a value, or a value that has none."""

    code = "not_canonical"


class BadKey(ProtocolError):
    """A public key or verifier key that must not be registered."""

    code = "bad_key"


class BadSignature(ProtocolError):
    """A signature that its key did not make over these bytes."""

    code = "bad_signature"


class BadNote(ProtocolError):
    """A signed note that is malformed, or that no known key vouches for."""

    code = "bad_note"


class BadCheckpoint(BadNote):
    """A note whose text is not a checkpoint in plain form, or is of another log."""

    code = "bad_checkpoint"


class BadCosignTime(ProtocolError):
    """A cosignature time that cannot be signed: zero, beyond 63 bits, or going back."""

    code = "bad_cosign_time"


class BadProof(ProtocolError):
    """A proof that does not lead to the root, or a proof file that is malformed."""

    code = "bad_proof"


class BadTile(ProtocolError):
    """A tile, bundle or tile path that is malformed."""

    code = "bad_tile"


class BadPolicy(ProtocolError):
    """A policy file that cannot be read, or that its note does not meet."""

    code = "bad_policy"


class BadGenesis(ProtocolError):
    """A founding document, or a proposal for one, that cannot be accepted."""

    code = "bad_genesis"


class TermsChanged(BadGenesis):
    """The other side returned something other than what was proposed."""

    code = "terms_changed"


class Fault(StrEnum):
    """Why an entry is shown as not understood. The entry itself is stored and receipted."""

    TOO_LARGE = "too_large"
    NOT_CANONICAL = "not_canonical"
    WRONG_FORM = "wrong_form"
    WRONG_PAYLOAD_TYPE = "wrong_payload_type"
    UNKNOWN_VERSION = "unknown_version"
    OTHER_CHANNEL = "other_channel"
    OTHER_LOG = "other_log"
    UNKNOWN_KEY = "unknown_key"
    WRONG_ROLE = "wrong_role"
    KEY_NOT_VALID = "key_not_valid"
    BAD_SIGNATURE = "bad_signature"
    DUPLICATE_ID = "duplicate_id"


class BadEnvelope(ProtocolError):
    """An entry that is not a statement of this log, signed by a key that may sign it."""

    code = "bad_envelope"

    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(f"{fault}: {detail}")
        self.fault = fault
        self.detail = detail


class BadContent(ProtocolError):
    """A content that is malformed or is not the one its statement committed to."""

    code = "bad_content"


class BadErasure(ProtocolError):
    """A statement about an erasure that is not in its form."""

    code = "bad_erasure"


class BadStatement(ProtocolError):
    """A statement of our own that must not be signed: out of schema, too large, reserved."""

    code = "bad_statement"


class BadEpoch(ProtocolError):
    """An entry that does not begin the next log of its party."""

    code = "bad_epoch"


class HeadMoved(ProtocolError):
    """Somebody else appended first. Nothing was written; read the head and try again."""

    code = "head_moved"


class IdConflict(ProtocolError):
    """An entry with this statement id is in the log already, with other bytes."""

    code = "id_conflict"


class NoSuchLog(ProtocolError):
    """The store holds no log, or no such part of a log, under that origin."""

    code = "no_such_log"


class DamagedStore(ProtocolError):
    """Stored bytes no longer are what was signed. `index` is the first bad entry, if known."""

    code = "damaged_store"

    def __init__(self, message: str, index: int | None = None) -> None:
        super().__init__(message)
        self.index = index


class NotAllowedToSign(ProtocolError):
    """This log is frozen, or its database may be older than what was already published."""

    code = "not_allowed_to_sign"


class LogDoesNotHold(ProtocolError):
    """A log whose files do not give the root that was signed. Says the first bad place."""

    code = "log_does_not_hold"


class FileMissing(LogDoesNotHold):
    """A log's file that should be there is not, nor the full one in its place."""


class EntryWithheld(LogDoesNotHold):
    """An entry of which only the hash is here: its log's owner withholds it."""


class Missing(ProtocolError):
    """A reader has nothing at that path."""

    code = "missing"


class BadHighWater(ProtocolError):
    """A high-water file that this library did not write."""

    code = "bad_high_water"


class BadEvidence(ProtocolError):
    """Evidence that is malformed, or that shows nothing."""

    code = "bad_evidence"


class PouchFault(StrEnum):
    """Why a pouch is refused. Nothing of a refused pouch is taken."""

    TOO_LARGE = "too_large"
    NOT_OPENED = "not_opened"
    BAD_COMPRESSION = "bad_compression"
    BAD_ARCHIVE = "bad_archive"
    BAD_MANIFEST = "bad_manifest"
    BAD_SIGNATURE = "bad_signature"
    OTHER_CHANNEL = "other_channel"
    OTHER_SENDER = "other_sender"
    OTHER_RECIPIENT = "other_recipient"
    WRONG_MEMBER = "wrong_member"
    BAD_RECIPIENT_KEY = "bad_recipient_key"


class BadPouch(ProtocolError):
    """A pouch that is damaged, not meant for us, or not in the one accepted form."""

    code = "bad_pouch"

    def __init__(self, fault: PouchFault, detail: str) -> None:
        super().__init__(f"{fault}: {detail}")
        self.fault = fault
        self.detail = detail


class BadPackage(ProtocolError):
    """An evidence package that does not hold. `member` is the file at fault, if it is one."""

    code = "bad_package"

    def __init__(self, message: str, member: str = "") -> None:
        super().__init__(f"{member}: {message}" if member else message)
        self.member = member
