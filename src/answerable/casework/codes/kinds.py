"""The kinds of statement. All are reserved; which are implemented grows."""

from enum import StrEnum


class Kind(StrEnum):
    """What a statement is. One not implemented is stored, receipted and shown as such."""

    OPEN = "open"
    TERMS = "terms"
    RAISE = "raise"
    ACK = "ack"
    INTERIM = "interim"
    RESPONSE = "response"
    FOLLOW_UP = "follow_up"
    EXTENSION = "extension"
    INFORMATION_REQUEST = "information_request"
    INFORMATION = "information"
    REPRESENTATION = "representation"
    SELF_REPORT = "self_report"
    OBJECTION = "objection"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    REOPEN = "reopen"
    SESSION = "session"
    NOTIFY_SITE = "notify_site"
    ATTACH = "attach"
    SUSPEND = "suspend"
    RESUME = "resume"
    REDACT = "redact"
    REDACTED = "redacted"
    KEY = "key"
    REVOKE = "revoke"
    EPOCH = "epoch"
    RECOVER = "recover"
    RECEIPT = "receipt"
    MEMBER = "member"


IMPLEMENTED = frozenset(
    {
        Kind.TERMS,
        Kind.RAISE,
        Kind.ACK,
        Kind.INTERIM,
        Kind.RESPONSE,
        Kind.FOLLOW_UP,
        Kind.EXTENSION,
        Kind.INFORMATION_REQUEST,
        Kind.INFORMATION,
        Kind.SUSPEND,
        Kind.RESUME,
        Kind.CLOSE,
        Kind.REOPEN,
        Kind.WITHDRAW,
        Kind.CORRECT,
        Kind.SELF_REPORT,
        Kind.ATTACH,
    }
)
