"""What intake keeps: documents, also many together, their readings, and data sets with rows."""

from answerable.node.intake.models.bundles import Bundle, BundleFile, BundleState, Outcome
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
from answerable.node.intake.models.feeds import Delivery, DeliveryState, Feed, FeedToken
from answerable.node.intake.models.mails import ReceivedMail
from answerable.node.intake.models.timestamps import TimeStamp

__all__ = [
    "Bundle",
    "BundleFile",
    "BundleState",
    "ClaimDecision",
    "ClaimsRun",
    "Custody",
    "CustodyEvent",
    "DataChange",
    "DataFile",
    "DataRow",
    "DataRowVersion",
    "DataSet",
    "Delivery",
    "DeliveryState",
    "Document",
    "DocumentReport",
    "Feed",
    "FeedToken",
    "FileState",
    "Outcome",
    "QuarantinedRow",
    "Reading",
    "ReceivedMail",
    "StatedClaim",
    "TimeStamp",
    "Verdict",
    "Way",
]
