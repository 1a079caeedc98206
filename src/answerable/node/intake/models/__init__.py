"""What intake keeps: documents with their readings, and data sets with their rows."""

from answerable.node.intake.models.claims import (
    ClaimDecision,
    ClaimsRun,
    StatedClaim,
    Verdict,
)
from answerable.node.intake.models.datasets import (
    DataChange,
    DataFile,
    DataRow,
    DataRowVersion,
    DataSet,
    FileState,
    QuarantinedRow,
)
from answerable.node.intake.models.documents import (
    Custody,
    CustodyEvent,
    Document,
    DocumentReport,
    Reading,
    Way,
)
from answerable.node.intake.models.mails import ReceivedMail
from answerable.node.intake.models.timestamps import TimeStamp

__all__ = [
    "ClaimDecision",
    "ClaimsRun",
    "Custody",
    "CustodyEvent",
    "DataChange",
    "DataFile",
    "DataRow",
    "DataRowVersion",
    "DataSet",
    "Document",
    "DocumentReport",
    "FileState",
    "QuarantinedRow",
    "Reading",
    "ReceivedMail",
    "StatedClaim",
    "TimeStamp",
    "Verdict",
    "Way",
]
