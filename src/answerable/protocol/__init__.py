"""The channel, to the byte: logs, receipts, statements and the proofs a stranger can check.

Nothing here reads a clock, a disk, the environment or a source of randomness. Times are POSIX
seconds, randomness is bytes, files are callables, all passed in; so two nodes that hold the same
bytes come to the same answer.
"""
