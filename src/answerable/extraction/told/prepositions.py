"""Words that say where or on what, in the languages that write them apart, as they are folded."""

AGAINST = frozenset(("on", "into", "onto", "against", "по", "на", "в", "у", "علي", "על"))
ARTICLES = frozenset(("the", "a", "an"))
INSIDE = frozenset(("in", "at", "on", "inside", "у", "в", "на", "في", "داخل", "علي"))
# What may be written onto the second of two words that are one thing.
OF_IT = frozenset(("", "ה", "ال"))
