"""Files go with what a side said: they change nothing, and go when it goes."""

import pytest

from answerable.casework.bodies import Attach, Body, Correct
from answerable.casework.clearance import FileToClear, clearance_digest, needs_clearance
from answerable.casework.codes import Act, CorrectionReason, Marking, Rejection, Side, State
from answerable.casework.files import (
    MOST_BYTES,
    SHOWN,
    FileMedia,
    beginning_of,
    is_what_it_says,
    media_of,
)
from answerable.casework.thread import open_acts, replay
from answerable.casework.words import MEDIA_TYPE
from tests.casework.cases import (
    CLOSE,
    WITHDRAW,
    A,
    B,
    day,
    figure,
    found,
    last,
    raised_case,
    received,
)

FILE = Attach(marking=Marking.AMBER)


def test_a_file_with_an_answer_changes_nothing_of_the_matter() -> None:
    case = raised_case()
    given = case.says(B, found(1, 1), day(5))
    before = case.thread
    file = case.says(B, FILE, day(5), about=(given,))

    thread = case.thread
    assert last(case) is None
    assert thread.steps[-1].act is Act.ATTACH
    assert thread.state is before.state
    # Whoever receives the answer receives its file.
    assert file not in [step.entry for step in thread.to_acknowledge(A)]
    assert given in [step.entry for step in thread.to_acknowledge(A)]


def test_a_file_goes_with_the_inquiry_also_where_it_crossed_with_its_withdrawal() -> None:
    case = raised_case()
    raised = case.thread.steps[0].entry
    case.says(A, FILE, day(1), about=(raised,))

    assert last(case) is None
    assert case.thread.state is State.ACKNOWLEDGED


@pytest.mark.parametrize(
    ("party", "about", "code"),
    [
        (A, "answer", Rejection.NOT_YOURS),
        (B, "receipt", Rejection.NOT_POSSIBLE_NOW),
        (B, "nothing", Rejection.UNKNOWN_REFERENCE),
    ],
)
def test_a_file_goes_with_one_statement_of_substance_of_its_own_side(
    party: str, about: str, code: Rejection
) -> None:
    case = raised_case()
    given = case.says(B, found(1, 1), day(5))
    refs = {"answer": (given,), "receipt": (case.thread.steps[1].entry,), "nothing": ()}

    case.says(party, FILE, day(6), about=refs[about])

    assert last(case) is code


def test_a_file_is_taken_back_alone_and_only_once() -> None:
    case = raised_case()
    given = case.says(B, found(1, 1), day(5))
    file = case.says(B, FILE, day(5), about=(given,))
    case.says(B, WITHDRAW, day(6), about=(file,))

    assert [s.entry for s in case.thread.steps if s.withdrawn] == [file]
    assert case.thread.position_on("i1") is not None

    case.says(B, WITHDRAW, day(7), about=(file,))
    assert last(case) is Rejection.DUPLICATE


def test_a_file_goes_with_the_correction_of_an_answer_that_is_taken_back() -> None:
    case = raised_case()
    given = case.says(B, found(1, 1), day(5))
    fixed = Correct(reason=CorrectionReason.FIGURES, figures=(figure(3, 5),))
    corrected = case.says(B, fixed, day(6), about=(given,))
    file = case.says(B, FILE, day(6), about=(corrected,))
    case.says(B, WITHDRAW, day(7), about=(given,))

    assert [s.entry for s in case.thread.steps if s.withdrawn] == [given, corrected, file]


def test_nothing_is_given_after_ones_own_close() -> None:
    case = raised_case()
    given = case.says(B, found(1, 1), day(5))
    case.says(B, CLOSE, day(6))
    case.says(B, FILE, day(7), about=(given,))

    assert last(case) is Rejection.NOT_POSSIBLE_NOW


def test_a_file_can_be_given_once_there_is_something_it_can_go_with() -> None:
    case = raised_case()
    assert Act.ATTACH not in open_acts(case.thread, Side.ASKED)
    assert Act.ATTACH in open_acts(case.thread, Side.RAISING)

    case.says(B, found(1, 1), day(5))

    assert Act.ATTACH in open_acts(case.thread, Side.ASKED)
    assert Act.ATTACH not in open_acts(replay([], {A, B}), Side.RAISING)


def test_an_ack_of_a_file_is_taken_as_any_other() -> None:
    case = raised_case()
    given = case.says(B, found(1, 1), day(5))
    file = case.says(B, FILE, day(5), about=(given,))
    ack: Body = received(day(6))
    case.says(A, ack, day(6), about=(file,))

    assert last(case) is None


FIRST = FileToClear({"marking": "amber"}, b"words", "text/plain", b"\x01" * 32)


def test_any_change_of_a_file_voids_the_clearance_of_what_it_goes_with() -> None:
    def digest(*files: FileToClear) -> str:
        return clearance_digest("close", {"reason": "error"}, None, files)

    digests = [
        digest(),
        digest(FIRST),
        digest(FIRST, FIRST),
        digest(FileToClear({"marking": "red"}, b"words", "text/plain", b"\x01" * 32)),
        digest(FileToClear({"marking": "amber"}, b"word", "text/plain", b"\x01" * 32)),
        digest(FileToClear({"marking": "amber"}, b"words", "text/plain", b"\x02" * 32)),
        digest(FileToClear({"marking": "amber"}, b"words", "image/png", b"\x01" * 32)),
    ]

    assert needs_clearance("attach")
    assert len(set(digests)) == len(digests)
    # What was cleared before there were files stays cleared.
    assert digests[0] == "a42c26c6f46cfac0cb46dba8bc5b4e51d65d31b7cc8a97d7908fb9ee880b2e0e"
    assert digests[1] == "5192a796da74a7b38f3b2aeb0002f9c98ab242c6138b6ee7042be9820bdcae99"


@pytest.mark.parametrize(
    ("medias", "media"),
    [
        ([MEDIA_TYPE, "image/png"], FileMedia.PNG),
        ([MEDIA_TYPE, "text/html"], None),
        (["image/png", MEDIA_TYPE], None),
        ([MEDIA_TYPE], None),
        ([], None),
        ([MEDIA_TYPE, "image/png", "image/png"], None),
        (["image/png"], None),
    ],
)
def test_the_contents_of_an_attach_are_its_words_and_a_file(
    medias: list[str], media: FileMedia | None
) -> None:
    assert media_of(medias, MEDIA_TYPE) is media


@pytest.mark.parametrize(
    ("media", "data", "is_one"),
    [
        (FileMedia.JPEG, b"\xff\xd8\xff\xe0 and so on", True),
        (FileMedia.JPEG, b"<html>", False),
        (FileMedia.PNG, b"\x89PNG\r\n\x1a\n and so on", True),
        (FileMedia.PNG, b"\xff\xd8\xff", False),
        (FileMedia.TEXT, "שלום".encode(), True),
        (FileMedia.TEXT, b"\xff\xd8\xff", False),
        (FileMedia.TEXT, b"MZ\x00", False),
        (FileMedia.TEXT, b"a" * (MOST_BYTES + 1), False),
    ],
)
def test_a_media_type_is_a_claim_that_the_bytes_have_to_bear(
    media: FileMedia, data: bytes, is_one: bool
) -> None:
    assert is_what_it_says(media, data) is is_one


def test_a_file_is_saved_under_a_name_that_says_its_type_and_nothing_else() -> None:
    assert [(each.extension, each.is_picture) for each in FileMedia] == [
        ("jpg", True),
        ("png", True),
        ("txt", False),
    ]


def test_a_page_shows_how_a_text_begins_and_nothing_that_turns_its_neighbours_round() -> None:
    text = "ש" * SHOWN

    assert beginning_of((text + "end").encode()) == text
    assert beginning_of("a\u202eb\x00".encode()) == "a\ufffdb\ufffd"
    assert beginning_of(b"\xff") == ""
