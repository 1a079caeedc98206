"""A text made ready for reading: folded, cut into words and sentences, each with its language."""
