"""A document in, its words and the facts about it out: web pages, plain text and PDF.

Bytes come in as values; nothing here reads a clock, a disk or the environment, and nothing fetches.
The exception is `sandbox`, which runs the reader in a child process: use `sandbox.read_apart` for
whatever a stranger may have written.
"""
