"""The names of the jobs by which the vault and the apps above it tell each other what happened.

Neither reads the other's tables: the vault says that a consent was withdrawn for reports, by their
receipt numbers; whoever has cases says what became of a report.
"""

from typing import Final

# Arguments: receipts. The desk takes back what was cleared and rests on these reports.
WITHDRAWN_JOB: Final = "vault.withdrawn"
# Arguments: receipt, kind, about. The vault decides whether a source is to be told.
NOTICE_JOB: Final = "vault.notice"
# Arguments: receipt. A question to the source of this report was answered, or never will be.
QUESTION_JOB: Final = "vault.question"
# Arguments: receipts. Who the source of these reports is was erased: the desk empties what it keeps
# of the questions, as a question may name whom it is put to.
ERASED_JOB: Final = "vault.erased"
