"""What is said where a file cannot go with a message, each with what to do about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_ONLY = _(
    "Only pictures (JPEG, PNG, WebP, GIF) and plain text can be cleaned. Of a PDF, an office "
    "document, a video or an e-mail nobody can say what lies in it beside what it shows: save its "
    "pages as pictures, or its words as plain text, and attach those."
)
problems: dict[str, str | Promise] = {
    "copy_too_large": _("The cleaned copy is larger than 8 MB. Make the picture smaller first."),
    "reader_did_not_start": _("The reader does not start here. Tell the administrator."),
    "evidence_may_not_be_sent": _(
        "Of this evidence no copy may be sent: it is of another case, set aside, marked too high, "
        "or its page says that it stays here."
    ),
    "evidence_was_changed": _(
        "The stored file is missing or was changed. Tell the administrator; it can be put back "
        "from a backup."
    ),
    "file_differs": _(
        "This file is not of the type that its message names, so it is not given out. The message "
        "and its proof stay; ask the other side about it."
    ),
    "file_is_not_there": _("This file is no longer in the draft."),
    "file_too_large_to_clean": _("The file is larger than 20 MB. Make it smaller first."),
    "file_was_changed": _(
        "A file in the draft is no longer what was cleared. Take it out and add it again."
    ),
    "kind_carries_no_files": _("No files go with this kind of message."),
    "no_files_on_paper": _(
        "The counterpart is on paper: hand copies over with the letter, and say so when you record "
        "the delivery."
    ),
    "not_cleaned_damaged": _(
        "This file is damaged or is not what it claims to be, so no clean copy could be made."
    ),
    "not_cleaned_empty": _("There is nothing in this file that could be seen."),
    "not_cleaned_encrypted": _ONLY,
    "not_cleaned_took_too_long": _("Cleaning this file took too long. Make it smaller first."),
    "not_cleaned_too_large": _("The file is larger than 20 MB. Make it smaller first."),
    "not_cleaned_too_much_memory": _(
        "This picture unpacks to more than 50 million points. Make it smaller first."
    ),
    "not_cleaned_unsupported_type": _ONLY,
    "too_many_files": _("At most eight files go with one message."),
}
