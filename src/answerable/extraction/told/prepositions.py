"""Words that say where or on what, in the languages that write them apart, as they are folded."""

AGAINST = frozenset(("on", "into", "onto", "against", "по", "на", "в", "у", "علي", "על"))
ARTICLES = frozenset(("the", "a", "an"))
INSIDE = frozenset(("in", "at", "on", "inside", "у", "в", "на", "في", "داخل", "علي"))
# What may be written onto the second of two words that are one thing.
OF_IT = frozenset(("", "ה", "ال"))


WITH_CASES = ("uk", "ru")
"""Languages in which the ending of a name says whether it acts or is acted on."""
_ACCUSATIVES = ("ю", "у", "ых", "их", "ов", "ев", "ів", "їв")
_NOMINATIVES = ("ые", "ие", "цы", "ты", "ки", "не", "ові", "ькі", "ці", "ти", "ни")
_SINGULARS = ("ия", "ія", "ка", "ба", "да", "на")
_INSTRUMENTALS = ("ами", "ями", "ими", "ыми", "ией", "ією", "лою", "ком", "цем")


def is_accusative(word: str) -> bool:
    """Tell whether such a word names whom something befell: "армию", "боевиков"."""
    return word.endswith(_ACCUSATIVES)


def is_nominative(word: str) -> bool:
    """Tell whether such a word names several who do or are something: "военные", "солдати"."""
    return word.endswith(_NOMINATIVES)


def is_doing(word: str) -> bool:
    """Tell whether such a word names who does it, or by whom it was done: "армия", "военными"."""
    return word.endswith((*_NOMINATIVES, *_SINGULARS, *_INSTRUMENTALS))
