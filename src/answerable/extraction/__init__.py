"""A document in, its words, the facts about it and what it claims out, each claim with its quote.

Web pages, plain text and PDF become text (`reader`); a text becomes claims in five languages
(`assembly`, with the lexicons that `lexicons` loads). Bytes come in as values; nothing here reads a
clock, a disk but its own lexicons, or the environment, and nothing fetches. The exception is
`sandbox`, which runs the reader in a child process: use `sandbox.read_apart` for whatever a
stranger may have written.
"""
