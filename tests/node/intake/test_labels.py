"""Every code has words."""

from answerable.extraction.documents.document import NOTICES, Basis, Media, Notice
from answerable.extraction.errors import LOOKS, PROBLEMS
from answerable.extraction.told import concepts
from answerable.node.intake import concept_words, labels
from answerable.node.intake.services.documents import NamesItsSender


def test_every_refusal_is_told_in_the_words_of_the_library() -> None:
    assert {code: str(text) for code, text in labels.REFUSALS.items()} == {
        **{code: problem.advice for code, problem in PROBLEMS.items()},
        NamesItsSender.code: NamesItsSender.advice,
    }


def test_all_that_a_refused_file_may_look_like_has_words() -> None:
    assert set(labels.LOOKS) == LOOKS


def test_every_notice_is_told_in_the_words_of_the_library() -> None:
    assert {notice: str(text) for notice, text in labels.NOTICES.items()} == NOTICES
    assert set(labels.NOTICES) == set(Notice)


def test_every_basis_and_media_has_words() -> None:
    assert set(labels.BASES) == set(Basis)
    assert set(labels.MEDIA) == set(Media)


def test_what_a_picture_tells_is_told_in_order_and_nothing_else() -> None:
    told = labels.facts({"longitude": "34.45", "size": "40 × 30", "other": "x", "device": ""})

    assert [value for _label, value in told] == ["40 × 30", "34.45"]


def test_every_concept_of_a_claim_has_words() -> None:
    assert set(concept_words.OBJECTS) == set(concepts.Object)
    assert set(concept_words.MEANS) == set(concepts.Means)
    assert set(concept_words.ACTORS) == set(concepts.Actor)
    assert set(concept_words.DENIALS) == set(concepts.Denial)


def test_a_notice_of_a_later_version_is_shown_as_its_code() -> None:
    assert labels.notices(["from_the_future"]) == ["from_the_future"]
