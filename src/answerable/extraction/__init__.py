"""A document in, its words, the facts about it and what it claims out, each claim with its quote.

`documents` turns web pages, PDF, office files, e-mail and pictures into text; `text` prepares it;
`counts`, `when`, `where`, `casualties` and `told` read one thing each, in five languages;
`assembly` puts a document's claims together, sentence by sentence, with the lexicons that
`lexicons` loads. `datasets` turns the rows of somebody's table into records. Bytes come in as
values; nothing here reads a clock, a disk but its own lexicons, or the environment, and nothing
fetches. The exception is `apart`, which runs a reader in a child process: use it for whatever a
stranger may have written.
"""
