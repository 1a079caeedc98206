"""Measure what the node promises, each figure beside a peer or a limit of the same machine."""
