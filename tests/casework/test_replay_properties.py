"""What holds for all logs: replay never raises, order does not matter, rubbish is inert."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.casework.bodies import Body, Extension, Raise, Suspend, encode_body, kind_of
from answerable.casework.codes import Act, Kind
from answerable.casework.errors import ActNotPossible
from answerable.casework.moves import MOVES
from answerable.casework.terms import preset_terms
from answerable.casework.thread import (
    Entry,
    Head,
    Ref,
    Step,
    check_next,
    in_causal_order,
    open_acts,
    replay,
)
from tests.casework.cases import START, A, B, Case, raising
from tests.casework.strategies import case_bodies, instants, json_values

PARTIES = {A, B}
_origins = st.sampled_from([A, B, "elsewhere"])
# A whole log is much to make; the long run makes more.
few = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
_sizes = st.integers(0, 12)


@st.composite
def logs(draw: st.DrawFn, wild: bool = True) -> list[Entry]:
    """Make the entries of a case: some plausible, some with false claims, some rubbish."""
    entries: list[Entry] = []
    for _ in range(draw(st.integers(0, 7))):
        party = draw(st.sampled_from([A, A, B, B, "stranger"] if wild else [A, B]))
        body = raising() if not entries and draw(st.booleans()) else draw(case_bodies)
        index = sum(entry.origin == party for entry in entries)
        leaf = f"{party}-{index}"
        refs = tuple(entry.ref for entry in entries if draw(st.integers(0, 3)) == 0)
        heads = tuple(
            Head(origin, draw(_sizes) if wild else sum(e.origin == origin for e in entries))
            for origin in (A, B)
            if origin != party
        )
        plain: Any = encode_body(body)
        kind: str = kind_of(body)
        if wild and draw(st.integers(0, 4)) == 0:
            kind, plain = draw(st.sampled_from([*Kind, "gossip"])), draw(json_values)
        ts = draw(st.none() | instants if wild else instants)
        entries.append(Entry(party, index, leaf, party, kind, ts, plain, refs, heads))
    return entries


@few
@given(logs(), st.randoms(use_true_random=False))
def test_the_order_in_which_entries_come_does_not_matter(entries: list[Entry], random: Any) -> None:
    shuffled = [*entries, *entries]
    random.shuffle(shuffled)

    assert replay(shuffled, PARTIES) == replay(entries, PARTIES)


@few
@given(logs())
def test_every_entry_is_shown_once_and_after_those_before_it_in_its_log(
    entries: list[Entry],
) -> None:
    order = [step.entry for step in replay(entries, PARTIES).steps]

    assert {entry.ref for entry in order} == {entry.ref for entry in entries}
    assert len(order) == len(entries)


@few
@given(logs(wild=False))
def test_among_honest_authors_each_entry_comes_after_all_it_had_seen(entries: list[Entry]) -> None:
    order = in_causal_order(entries)

    for place, entry in enumerate(order):
        assert not any(entry.has_seen(later) for later in order[place + 1 :])


@st.composite
def rubbish(draw: st.DrawFn) -> Entry:
    """Make an entry of a stranger, or one that nobody can read, in a log of its own."""
    body = draw(json_values)
    known = draw(st.booleans())
    return Entry(
        origin=draw(st.sampled_from(["0", "m", "z"])),
        index=draw(_sizes),
        leaf=draw(st.text("abcdef", min_size=1, max_size=3)),
        party=A if known else "stranger",
        kind="gossip" if known else draw(st.sampled_from([*Kind])),
        ts=draw(st.none() | instants),
        body=body if isinstance(body, dict) else None,
        refs=tuple(draw(st.lists(st.builds(Ref, _origins, _sizes, st.just("x")), max_size=2))),
        heads=tuple(draw(st.lists(st.builds(Head, _origins, _sizes), max_size=2))),
    )


@few
@given(logs(wild=False), st.lists(rubbish(), max_size=4))
def test_rubbish_changes_nothing_for_what_is_well_formed(
    entries: list[Entry], added: list[Entry]
) -> None:
    clean = replay(entries, PARTIES)

    mixed = replay([*entries, *added], PARTIES)

    def kept(steps: tuple[Step, ...]) -> list[Step]:
        return [step for step in steps if step.entry in entries]

    assert kept(mixed.steps) == list(clean.steps)
    assert replace(mixed, steps=clean.steps) == clean


@few
@given(logs())
def test_whatever_was_said_the_account_can_be_asked(entries: list[Entry]) -> None:
    thread = replay(entries, PARTIES, preset_terms("en"))

    for party in (A, B, "stranger"):
        for step in thread.to_reject(party) + thread.to_acknowledge(party):
            assert step.entry.party != party
            assert step.entry.kind != Kind.ACK
    assert all(step.rejection is None or step in thread.misplaced for step in thread.steps)
    assert all(pause.begin <= pause.end <= pause.until for pause in thread.pauses)
    assert len({question.id for question in thread.questions}) == len(thread.questions)
    assert thread.waiting_on <= {*(side for _, _, side in MOVES)}


def _soon(body: Body, now: Any) -> Body:
    """Bring the dates of a body near to the case, so that it can be said at all."""
    later = now + timedelta(days=5)
    match body:
        case Extension(until=until) if until is not None:
            return Extension(
                step=body.step, until=later, reason=body.reason, questions=body.questions
            )
        case Suspend():
            return Suspend(reason=body.reason, until=later)
        case _:
            return body


@few
@given(st.data())
def test_what_our_own_pen_may_say_counts_when_a_peer_replays_it(data: st.DataObject) -> None:
    case = Case()
    case.says(A, raising())
    now = START
    for _ in range(data.draw(st.integers(0, 6))):
        now += timedelta(days=1)
        party = data.draw(st.sampled_from([A, B]))
        body = _soon(data.draw(case_bodies), now)
        about = data.draw(st.sampled_from(case.entries))
        thread = case.thread
        try:
            would_be = check_next(thread, party, body, ts=now, refs=(about.ref,))
        except ActNotPossible:
            continue
        case.says(party, body, now, about=(about,))
        assert case.thread.state is would_be.state
        assert not isinstance(body, Raise)
        step = case.thread.steps[-1]
        side = thread.side_of(party)
        assert side is not None
        # To refuse what does fit, or to ask for a later date where nothing is open, is never
        # offered, yet it is a party's right to say it.
        unoffered = {Act.REJECT} if thread.open_questions else {Act.REJECT, Act.ASK_EXTENSION}
        if about.kind == Kind.EXTENSION:
            # Nor is it offered to take such a wish back before it was answered.
            unoffered.add(Act.WITHDRAW_STATEMENT)
        assert step.act in unoffered | open_acts(thread, side)

    assert case.thread.misplaced == ()
