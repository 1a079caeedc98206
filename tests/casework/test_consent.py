"""Whether something that rests on a source may leave."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.casework.consent import Consent, Purpose, may_leave

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MOMENTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 # Hypothesis adds the zone.
    datetime(2026, 6, 1),  # noqa: DTZ001 # As above.
    timezones=st.just(UTC),
)
CONSENTS = st.lists(
    st.builds(Consent, st.sampled_from(Purpose), MOMENTS, st.none() | MOMENTS), max_size=6
)


def test_silence_is_no_consent() -> None:
    assert not any(may_leave([], purpose, at=NOW) for purpose in Purpose)


def test_a_consent_counts_for_its_purpose_alone() -> None:
    publish = [Consent(Purpose.PUBLISH, NOW)]

    assert may_leave(publish, Purpose.PUBLISH, at=NOW)
    assert not may_leave(publish, Purpose.RAISE_WITHOUT_IDENTITY, at=NOW)
    assert not may_leave(publish, Purpose.USE_INSIDE, at=NOW)


def test_whoever_agrees_to_be_named_agrees_to_be_raised_without_a_name_but_not_the_reverse() -> (
    None
):
    named = [Consent(Purpose.RAISE_WITH_IDENTITY, NOW)]
    unnamed = [Consent(Purpose.RAISE_WITHOUT_IDENTITY, NOW)]

    assert may_leave(named, Purpose.RAISE_WITHOUT_IDENTITY, at=NOW)
    assert not may_leave(unnamed, Purpose.RAISE_WITH_IDENTITY, at=NOW)


def test_a_consent_ends_at_the_moment_of_its_withdrawal_and_a_new_one_counts_again() -> None:
    withdrawn = Consent(Purpose.PUBLISH, NOW, NOW + DAY)
    again = Consent(Purpose.PUBLISH, NOW + 2 * DAY)

    assert may_leave([withdrawn], Purpose.PUBLISH, at=NOW)
    assert not may_leave([withdrawn], Purpose.PUBLISH, at=NOW + DAY)
    assert may_leave([withdrawn, again], Purpose.PUBLISH, at=NOW + 3 * DAY)


@given(CONSENTS, st.sampled_from(Purpose), MOMENTS)
def test_withdrawing_everything_leaves_nothing(
    consents: list[Consent], purpose: Purpose, at: datetime
) -> None:
    withdrawn = [Consent(one.purpose, one.given_at, one.given_at) for one in consents]

    assert not may_leave(withdrawn, purpose, at=at)


@given(CONSENTS, st.sampled_from(Purpose), MOMENTS)
def test_one_consent_more_never_forbids(
    consents: list[Consent], purpose: Purpose, at: datetime
) -> None:
    before = may_leave(consents, purpose, at=at)

    assert may_leave([*consents, Consent(Purpose.CONTACT, at)], purpose, at=at) >= before
