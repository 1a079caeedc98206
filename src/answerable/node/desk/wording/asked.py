"""What is refused to the side that is asked, in a sentence each."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEMS_OF_THE_ASKED: dict[str, str | Promise] = {
    "answers_differ": _(
        "Another asker was told otherwise about the same investigation. Look at the differences "
        "and say why before it goes."
    ),
    "column_not_there": _("The file has no such column."),
    "column_twice": _("Two meanings were given to one column."),
    "key_twice": _("This number stands in an earlier row already."),
    "lasts_too_long": _("It would last longer than a year."),
    "log_needs_a_place": _("Choose latitude and longitude, both in one cell, or a grid reference."),
    "log_needs_an_own_office": _("An office for which you investigate must be among them."),
    "method_needs_a_reason": _("Say why it was not done."),
    "no_such_number": _("This is not a number that fits here."),
    "no_such_place": _("These are no coordinates."),
    "no_such_time": _("This is no date and time."),
    "not_the_same_asker": _("This inquiry has an investigation of its own."),
    "not_paper_and_signed": _("A case on paper is carried on in a signed channel."),
    "not_the_same_roles": _("In one we ask, in the other we are asked."),
    "not_raised_by_us": _("Only what we raised ourselves is raised again."),
    "question_without_its_text": _(
        "The text of a question is not here any more. Raise the case anew, from its incidents."
    ),
    "not_served_here": _("This investigation does not examine that inquiry."),
    "person_may_not_see": _("This person may not see the investigation."),
    "reader_is_the_reviewer": _("The second reader is another person than the one who reviewed."),
    "reading_was_done": _("You have read it already."),
    "review_is_not_concluded": _("The review is not concluded yet."),
    "table_damaged": _("The file is damaged, or holds what a table does not need. Save it anew."),
    "table_empty": _("The file has no rows below its heading."),
    "table_encrypted": _("Only CSV and XLSX without a password can be read: save a copy as one."),
    "table_too_large": _("The file is too large: 10 MB and 20,000 rows at most. Split it."),
    "table_too_much_memory": _("The file unpacks to far too much. Save the rows as CSV."),
    "table_took_too_long": _("Reading the file took too long. Save the rows as CSV."),
    "table_unsupported_type": _("This is neither CSV nor XLSX."),
    "time_is_ambiguous": _(
        "Day and month cannot be told apart: write 2026-02-20 13:30, 20.02.2026 13:30 or "
        "201330ZFEB26."
    ),
    "time_was_skipped": _("This time did not exist: the clocks were put forward then."),
    "too_long": _("This is too long."),
}
