"""Most sentences are passed over after a look at their words; none is that would tell something."""

from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.extraction.text import perword
from answerable.extraction.text.perword import PerWord
from answerable.extraction.text.phrases import Bits, Phrases, rarest
from answerable.extraction.text.vocabulary import Vocabulary

WORDS = st.text("ab", min_size=1, max_size=3)
FORMS = st.builds("{}{}".format, WORDS, st.sampled_from(["", "", "*"]))
PHRASES = st.lists(FORMS, min_size=1, max_size=3).map(" ".join)
SENTENCES = st.lists(WORDS, min_size=1, max_size=6)
FEW = settings(max_examples=150, deadline=None)


@FEW
@given(
    st.lists(st.tuples(st.sampled_from(["killed", "object"]), PHRASES), min_size=1, max_size=6),
    SENTENCES,
    st.lists(st.text("a", min_size=1, max_size=2), max_size=2),
    st.frozensets(st.text("ab", min_size=1, max_size=3), max_size=2),
)
def test_a_vocabulary_passes_over_a_sentence_that_has_no_mark_and_no_other(
    phrases: list[tuple[str, str]],
    sentence: list[str],
    prefixes: list[str],
    whole: frozenset[str],
) -> None:
    vocabulary = Vocabulary([(heading, form, True) for heading, form in phrases], prefixes, whole)

    marks = vocabulary.marks(sentence)

    for heading in ("killed", "object"):
        assert vocabulary.has(sentence, frozenset({heading})) == (heading in marks)


@FEW
@given(st.lists(PHRASES, min_size=1, max_size=6), SENTENCES)
def test_a_phrase_begins_with_its_first_word_and_stands_nowhere_without_its_rarest(
    forms: list[str], sentence: list[str]
) -> None:
    phrases = Phrases((form, True) for form in forms)
    first = Bits((words[0], 1) for words in phrases.every())
    rare = Bits((rarest(words), 1) for words in phrases.every())

    stands = any(phrases.at(sentence, at) for at in range(len(sentence)))

    assert all(first.of(word) == bool(phrases.beginning(word)) for word in sentence)
    assert not stands or any(map(rare.of, sentence))


def test_a_text_of_noise_does_not_fill_the_memory() -> None:
    known = PerWord(len)

    for number in range(perword.MOST_REMEMBERED + 1):
        assert known[f"{number:06}"] == 6

    assert len(known) == 1
