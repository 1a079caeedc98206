"""Serve the desk's pages to a person who is signed in, on a node with a few years' work in it.

Each page is asked for through the real WSGI application: middleware, session, queries, template.
First on a node with a few dozen cases, so that every list is full already, then on the whole: the
ratio of the two says what the number of cases costs, whatever the machine.

    python -m benchmarks pages [--incidents N] [--reports N] [--inquiries N] [--requests N]
                               [--database postgresql]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from wsgiref.util import setup_testing_defaults

from benchmarks import bare_node, figures

if TYPE_CHECKING:
    from answerable.node.accounts.models import User
    from answerable.node.desk.models import Incident, Inquiry
    from tests.node.desk.factories import Desk, Other

TARGET_MS, TARGET_QUERIES = 100, 12
WARM_UP = 3
FEW = 60
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Served:
    """How one page was served: milliseconds of the processor and by the wall, queries, bytes."""

    walls: tuple[float, ...]
    cpus: tuple[float, ...]
    queries: int
    size: int


def main(argv: Sequence[str] = ()) -> int:
    """Measure; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--incidents", type=int, default=5000)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--inquiries", type=int, default=2000)
    parser.add_argument("--requests", type=int, default=100)
    bare_node.add_database(parser)
    args = parser.parse_args(argv)
    bare_node.start(args.database)
    results = figures.Results()
    results.say(f"pages on {args.database}, {figures.load()}")
    desk, other, now = found()
    inquiry, incident = one_case(desk, other, now)
    pages = pages_of(inquiry, incident)
    reader = Reader(desk.officer)
    from benchmarks import cases

    few = min(FEW, args.reports, args.incidents, args.inquiries)
    cases.fill(desk, other, reports=few, incidents=few, inquiries=few, now=now)
    before = {name: reader.read(path, 20) for name, path in pages}
    start = time.perf_counter()
    rest = {name: getattr(args, name) - few for name in ("reports", "incidents", "inquiries")}
    cases.fill(desk, other, **rest, now=now)
    results.say(f"filled in {time.perf_counter() - start:,.0f} s: {_contents()}")
    # Filling takes longer than a session that nobody uses stays open.
    reader = Reader(desk.officer)
    for name, path in pages:
        _report(results, name, reader.read(path, args.requests), before[name], few)
    return results.end()


def _report(results: figures.Results, name: str, full: Served, before: Served, few: int) -> None:
    p50, p95 = figures.percentile(full.walls, 50), figures.percentile(full.walls, 95)
    cpu = figures.percentile(full.cpus, 50)
    ratio = cpu / figures.percentile(before.cpus, 50)
    results.at_most(
        f"{name}, p95",
        p95,
        TARGET_MS,
        "ms",
        f"p50 {p50:.1f} ms; {cpu:.1f} ms of one core, {ratio:.2f} times that with {few} cases; "
        f"{full.size // 1024} KiB",
    )
    if full.queries > TARGET_QUERIES:
        results.missed.append(f"queries of {name}")
    more = f", {before.queries} with {few} cases" if full.queries != before.queries else ""
    results.say(f"  {full.queries} queries (target at most {TARGET_QUERIES}){more}")


class Reader:
    """A person's browser at the real application."""

    def __init__(self, user: User) -> None:
        from django.core.handlers.wsgi import WSGIHandler
        from django.test import Client

        client = Client()
        client.force_login(user)
        self._application: Callable[..., Iterable[bytes]] = WSGIHandler()
        self._cookie = "; ".join(f"{one.key}={one.value}" for one in client.cookies.values())

    def read(self, path: str, count: int) -> Served:
        """Ask for a page so many times, and once more to count its queries."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection):
            size = len(self._ask(path))
            # The next request begins the record anew.
            asked = [one["sql"] for one in connection.queries]
        for _ in range(WARM_UP):
            self._ask(path)
        walls, cpus = [], []
        for _ in range(count):
            wall, cpu = time.perf_counter(), time.process_time()
            self._ask(path)
            walls.append((time.perf_counter() - wall) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
        counted = [sql for sql in asked if sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]
        return Served(tuple(walls), tuple(cpus), len(counted), size)

    def _ask(self, path: str) -> bytes:
        where, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "PATH_INFO": where,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": self._cookie,
            "HTTP_ACCEPT_ENCODING": "gzip",
        }
        setup_testing_defaults(environ)
        answered: list[str] = []
        answer = self._application(environ, lambda status, fields: answered.append(status))
        body = b"".join(answer)
        # As a server does: this ends the request and gives the connection back.
        getattr(answer, "close", lambda: None)()
        assert answered[0].startswith("200"), f"{path}: {answered[0]}"
        return body


def pages_of(inquiry: Inquiry, incident: Incident) -> list[tuple[str, str]]:
    from django.urls import reverse

    return [
        ("board", reverse("desk:board")),
        ("case page", reverse("desk:inquiry", args=[inquiry.reference])),
        ("incident page", reverse("desk:incident", args=[incident.reference])),
        ("list of inquiries", reverse("desk:inquiries")),
        ("list of incidents", reverse("desk:incidents")),
        ("list of reports", reverse("desk:reports")),
        ("reports found by a word", reverse("desk:reports") + "?q=strike"),
    ]


def found() -> tuple[Desk, Other, datetime]:
    """Make the people and a signed channel with a party in memory."""
    from django.utils import timezone

    from tests.node.desk.factories import Desk, Other, make_signed

    desk = Desk()
    return desk, Other(*make_signed(desk)), timezone.now().replace(microsecond=0)


def one_case(desk: Desk, other: Other, now: datetime) -> tuple[Inquiry, Incident]:
    """Walk one case through both nodes: raised, examined, answered, reviewed, asked again."""
    from answerable.casework import bodies
    from answerable.casework.codes import AckOutcome, InterimCode
    from answerable.node.desk.models import Inquiry
    from answerable.node.desk.services import drafts, judgements, reviews, threads
    from tests.node.desk import factories

    begin = now - 50 * DAY
    report = factories.make_report(desk, text="A clinic was hit at noon. " * 80)
    incident = factories.make_incident(desk, of=[report])
    factories.decide_to_raise(desk, incident)
    judgements.add_attribution(
        incident, party_name="Bob", stated_by="A publisher", **desk.by(begin)
    )
    asked = ("What happened?", "Who examined it?", "What was done since?")
    inquiry = factories.raise_signed(
        desk, other.channel, about=[incident], questions=asked, at=begin
    )
    ref = threads.read(inquiry.channel, inquiry.thread).ref(inquiry.raised_leaf)
    assert ref is not None

    def hear(body: bodies.Body, after: int) -> None:
        at = begin + after * DAY
        other.say(inquiry.thread, body, refs=[ref], at=at)
        other.arrive(at)

    answers = tuple(
        bodies.Answer(question=f"q{number}", code=code)  # type: ignore[arg-type]
        for number, code in ((1, "answered"), (2, "partly"), (3, "declined"))
    )
    hear(bodies.Ack(outcome=AckOutcome.RECEIVED, delivered_at=begin + DAY), 1)
    for after in (10, 17, 24):
        hear(bodies.Interim(code=InterimCode.STILL_EXAMINING), after)
    hear(factories.response_body(answers=answers), 30)
    at = begin + 35 * DAY
    inquiry.refresh_from_db()
    review = reviews.start_review(inquiry, **desk.acts(at))
    reviews.judge_question(review, "q2", "not_answered", **desk.by(at))
    reviews.add_claim(review, "Bob says that it asked", **desk.by(at))
    reviews.conclude(
        review,
        character="cooperative_but_incomplete",
        recommendation="ask_again",
        version=review.version,
        **desk.by(at),
    )
    draft = drafts.start("follow_up", inquiry, review=review, **desk.acts(at))
    drafts.send(factories.cleared(desk, draft, at=at), **desk.by(at))
    hear(bodies.Interim(code=InterimCode.STILL_EXAMINING), 40)
    for _ in range(3):
        factories.make_draft(desk, other.channel, at=now)
    return Inquiry.objects.get(pk=inquiry.pk), incident


def _contents() -> str:
    from answerable.node.desk.models import Incident, Inquiry, Message, Report

    misplaced = Inquiry.objects.filter(out_of_sequence__gt=0).count()
    assert not misplaced, f"{misplaced} cases were not told as they should be"
    return ", ".join(
        f"{rows.objects.count():,} {name}"
        for rows, name in (
            (Report, "reports"),
            (Incident, "incidents"),
            (Inquiry, "inquiries"),
            (Message, "messages"),
        )
    )
