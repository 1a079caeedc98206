"""A folded text is compared; every character of it knows where it was written."""

from hypothesis import given
from hypothesis import strategies as st

from answerable.extraction.text.folding import fold
from answerable.extraction.text.tokens import sentences_of, tokens_of

ALPHABET = st.text(
    st.sampled_from("аїйʼ’'ёЙאבּ־״אً أإةىـ٢٥٬25.,- \u00a0\u0306и\n“”e\u0301?!)"), max_size=60
)


def test_forms_that_mean_the_same_become_one() -> None:
    assert fold("Харків’янин").text == fold("харківʼянин").text
    assert fold("إسرائيل").text == fold("اسراييل").text
    assert fold("غـــزّة").text == fold("غزه").text
    assert fold("צה״ל").text == fold('צה"ל').text
    assert fold("٢٥٬٠٠٠").text == "25,000"


def test_letters_of_ukrainian_stay_whole() -> None:
    decomposed = "Киі\u0308в, и\u0306"

    assert fold(decomposed).text == "київ, й"
    assert fold("Ізюм і Їжакевичі").text == "ізюм і їжакевичі"


@given(ALPHABET)
def test_every_piece_is_found_again_where_it_was_written(text: str) -> None:
    folded = fold(text)

    for token in tokens_of(folded):
        assert token.text in fold(text[token.start : token.end]).text


@given(st.text(max_size=200))
def test_pieces_follow_one_another_and_stay_inside_the_text(text: str) -> None:
    tokens = tokens_of(fold(text))
    last = 0

    for token in tokens:
        assert last <= token.start < token.end <= len(text)
        last = token.start
    assert [one for sentence in sentences_of(tokens, text) for one in sentence.tokens] == tokens
