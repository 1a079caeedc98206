"""Everything that other apps and the command line may ask of the ledger, in one place."""

from answerable.node.ledger import (
    channels,
    doubts,
    epochs,
    erasures,
    establish,
    evidence,
    forgetting,
    holdings,
    recovering,
    witnesses,
)
from answerable.node.ledger.appending import Appended, append, new_thread
from answerable.node.ledger.channels import (
    create_paper,
    create_record,
    own_party,
    party_codes,
    terms_of,
)
from answerable.node.ledger.contact import sync_now, try_now
from answerable.node.ledger.disk import spaces as disk_spaces
from answerable.node.ledger.enclosed import Enclosed, enclosed_in, file_of
from answerable.node.ledger.errors import (
    BadExchangeFile,
    BadWitness,
    ChannelNotOpen,
    DamagedLog,
    ErasureNotPossible,
    FileDiffers,
    LedgerError,
    MayNotSign,
    NoOfficeKey,
    NoParty,
    NoSuchMessage,
    NotDoubted,
    TermsDiffer,
    TooLarge,
    WordsDiffer,
    WrongStep,
)
from answerable.node.ledger.export import export_log
from answerable.node.ledger.health import Health, LogHealth, channel_health, check_start
from answerable.node.ledger.identities import witness_keys
from answerable.node.ledger.parties import create_self
from answerable.node.ledger.projecting import PROJECT_JOB
from answerable.node.ledger.reading import (
    LedgerMessage,
    Receipt,
    delivered_at,
    message,
    message_proof,
    messages,
    messages_of,
    thread_entries,
    unthreaded,
)
from answerable.node.ledger.refusals import counted as refusals
from answerable.node.ledger.said_again import stood_before

__all__ = [
    "PROJECT_JOB",
    "Appended",
    "BadExchangeFile",
    "BadWitness",
    "ChannelNotOpen",
    "DamagedLog",
    "Enclosed",
    "ErasureNotPossible",
    "FileDiffers",
    "Health",
    "LedgerError",
    "LedgerMessage",
    "LogHealth",
    "MayNotSign",
    "NoOfficeKey",
    "NoParty",
    "NoSuchMessage",
    "NotDoubted",
    "Receipt",
    "TermsDiffer",
    "TooLarge",
    "WordsDiffer",
    "WrongStep",
    "append",
    "channel_health",
    "channels",
    "check_start",
    "create_paper",
    "create_record",
    "create_self",
    "delivered_at",
    "disk_spaces",
    "doubts",
    "enclosed_in",
    "epochs",
    "erasures",
    "establish",
    "evidence",
    "export_log",
    "file_of",
    "forgetting",
    "holdings",
    "message",
    "message_proof",
    "messages",
    "messages_of",
    "new_thread",
    "own_party",
    "party_codes",
    "recovering",
    "refusals",
    "stood_before",
    "sync_now",
    "terms_of",
    "thread_entries",
    "try_now",
    "unthreaded",
    "witness_keys",
    "witnesses",
]
