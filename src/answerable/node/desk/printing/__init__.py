"""Put a message or a case on paper: a sheet is made once and written as PDF or as DOCX.

    sheet = letters.of_draft(draft, preview, at=now)
    pdf.write(sheet)       # bytes; raises PrintingNotPossible where the system lacks Pango
    word.write(sheet)      # bytes of a DOCX

The same sheet gives the same bytes on the same machine, so that its hash can be computed again.
"""
