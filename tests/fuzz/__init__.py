"""Hostile bytes for every parser: mutations of a kept corpus, without end in `./run soak`."""
