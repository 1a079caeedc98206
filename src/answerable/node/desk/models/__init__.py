"""The desk's tables: private ones, and the shared ones that only the projector writes."""

from answerable.node.desk.models.base import CASE_ROLES, CaseManager, CaseQuerySet
from answerable.node.desk.models.batches import Batch, BatchItem
from answerable.node.desk.models.compartments import (
    AccessRequest,
    Compartment,
    CompartmentMember,
    Folder,
)
from answerable.node.desk.models.composing import ChainStep, DraftComment, DraftCopy, DraftOpen
from answerable.node.desk.models.conveying import Conveyance, MayBeTold, TaskChange
from answerable.node.desk.models.counters import Counter
from answerable.node.desk.models.dossier import FieldChange, IncidentMove
from answerable.node.desk.models.drafts import (
    DRAFT_KINDS,
    Clearance,
    Draft,
    DraftIncident,
    IdentityCheck,
    KeptFinding,
    KeptPhrase,
)
from answerable.node.desk.models.enclosing import DraftFile
from answerable.node.desk.models.evidence import ExportClearance
from answerable.node.desk.models.examining import (
    InvestigationTask,
    MethodCheck,
    PreservationHold,
    Referral,
    Remedy,
    ServedThread,
    ToldApart,
)
from answerable.node.desk.models.exhibits import Exhibit, ExhibitEvent
from answerable.node.desk.models.following import (
    DutyCall,
    DutyContact,
    FollowStep,
    SideCalendar,
)
from answerable.node.desk.models.incidents import (
    Incident,
    IncidentInquiry,
    IncidentReport,
    IssueTag,
)
from answerable.node.desk.models.inquiries import Inquiry, Message, ThreadName
from answerable.node.desk.models.joining import CarriedOn
from answerable.node.desk.models.judgements import (
    Attribution,
    ConcernCriterion,
    ConcernDecision,
    Figure,
    Grading,
)
from answerable.node.desk.models.operations import (
    LogImport,
    Operation,
    OperationsLog,
    OperationVerdict,
    SetAsideRow,
)
from answerable.node.desk.models.recorded import RecordedSource, RecordedStatement
from answerable.node.desk.models.register import RegisterReader, RegisterSwitch, Victim
from answerable.node.desk.models.remits import Remit
from answerable.node.desk.models.reports import ProtectedPhrase, Report, Toll, TollFigure
from answerable.node.desk.models.reprints import Printing, PrintingKey
from answerable.node.desk.models.scene import Place, PlaceName, StruckObject
from answerable.node.desk.models.searching import ReportWords
from answerable.node.desk.models.translations import TranslatedText, Translation
from answerable.node.desk.models.triage import Arrival, TriageDecision
from answerable.node.desk.models.work import (
    ClaimCheck,
    ClaimCheckChange,
    Investigation,
    InvestigationStep,
    QuestionReview,
    Review,
    SecondReading,
)

__all__ = [
    "CASE_ROLES",
    "DRAFT_KINDS",
    "AccessRequest",
    "Arrival",
    "Attribution",
    "Batch",
    "BatchItem",
    "CarriedOn",
    "CaseManager",
    "CaseQuerySet",
    "ChainStep",
    "ClaimCheck",
    "ClaimCheckChange",
    "Clearance",
    "Compartment",
    "CompartmentMember",
    "ConcernCriterion",
    "ConcernDecision",
    "Conveyance",
    "Counter",
    "Draft",
    "DraftComment",
    "DraftCopy",
    "DraftFile",
    "DraftIncident",
    "DraftOpen",
    "DutyCall",
    "DutyContact",
    "Exhibit",
    "ExhibitEvent",
    "ExportClearance",
    "FieldChange",
    "Figure",
    "Folder",
    "FollowStep",
    "Grading",
    "IdentityCheck",
    "Incident",
    "IncidentInquiry",
    "IncidentMove",
    "IncidentReport",
    "Inquiry",
    "Investigation",
    "InvestigationStep",
    "InvestigationTask",
    "IssueTag",
    "KeptFinding",
    "KeptPhrase",
    "LogImport",
    "MayBeTold",
    "Message",
    "MethodCheck",
    "Operation",
    "OperationVerdict",
    "OperationsLog",
    "Place",
    "PlaceName",
    "PreservationHold",
    "Printing",
    "PrintingKey",
    "ProtectedPhrase",
    "QuestionReview",
    "RecordedSource",
    "RecordedStatement",
    "Referral",
    "RegisterReader",
    "RegisterSwitch",
    "Remedy",
    "Remit",
    "Report",
    "ReportWords",
    "Review",
    "SecondReading",
    "ServedThread",
    "SetAsideRow",
    "SideCalendar",
    "StruckObject",
    "TaskChange",
    "ThreadName",
    "ToldApart",
    "Toll",
    "TollFigure",
    "TranslatedText",
    "Translation",
    "TriageDecision",
    "Victim",
]
