"""Serve the desk's pages to a person who is signed in, on a node with many years' work in it.

Each page is asked for through the real WSGI application: middleware, session, queries, template.
Beside each stand, from the same run, the frame that every page has, and the page's own queries
asked again and nothing else. The filled node stays under `var/` for the next run.

    python -m benchmarks pages [--incidents N] [--reports N] [--inquiries N] [--requests N]
                               [--database postgresql] [--anew] [--explain MILLISECONDS]
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
    from answerable.node.desk.models import Incident, Inquiry
    from tests.node.desk.factories import Desk, Other

TARGET_P50, TARGET_P95, TARGET_QUERIES = 50, 100, 12
WARM_UP = 3
DAY = timedelta(days=1)
PASSWORD = "a long one that nobody guesses"

Asked = list[tuple[str, Any]]


@dataclass(frozen=True)
class Served:
    """How one page was served: milliseconds by the wall, of the processor, of its queries alone."""

    walls: tuple[float, ...]
    cpus: tuple[float, ...]
    asking: tuple[float, ...]
    asked: Asked
    size: int


def main(argv: Sequence[str] = ()) -> int:
    """Measure; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--incidents", type=int, default=50_000)
    parser.add_argument("--reports", type=int, default=200_000)
    parser.add_argument("--inquiries", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--anew", action="store_true", help="fill the node anew")
    parser.add_argument("--explain", type=float, help="explain queries that take longer, in ms")
    bare_node.add_database(parser)
    args = parser.parse_args(argv)
    results = figures.Results()
    sizes = {name: getattr(args, name) for name in ("reports", "incidents", "inquiries")}
    name = bare_node.fingerprint(sizes)
    if args.anew:
        bare_node.forget(name, args.database)
    home, is_filled = bare_node.start_kept(name, args.database)
    if not is_filled:
        start = time.perf_counter()
        bare_node.keep(home, fill(sizes))
        results.say(f"filled in {time.perf_counter() - start:,.0f} s")
    results.say(f"pages on {args.database}, {figures.load()}: {_contents()}")
    frame: Served | None = None
    for page, username, path in pages_of(bare_node.kept(home)):
        served = Reader(username).read(path, args.requests)
        frame = frame or served
        _report(results, page, served, frame)
        if args.explain is not None:
            explain(results, served.asked, args.explain)
    sign_in(results, bare_node.kept(home)["analyst"])
    return results.end()


def _report(results: figures.Results, name: str, served: Served, frame: Served) -> None:
    p50, asking = (figures.percentile(one, 50) for one in (served.walls, served.asking))
    p95, cpu = figures.percentile(served.walls, 95), figures.percentile(served.cpus, 50)
    beside = p50 / figures.percentile(frame.walls, 50)
    results.at_most(
        f"{name}, p50",
        p50,
        TARGET_P50,
        "ms",
        f"{cpu:.1f} ms of one core; {beside:.2f} times the frame alone",
    )
    results.at_most(
        f"{name}, p95",
        p95,
        TARGET_P95,
        "ms",
        f"{asking:.1f} ms of it are {len(served.asked)} queries; {served.size // 1024} KiB",
    )
    if len(served.asked) > TARGET_QUERIES:
        results.missed.append(f"queries of {name}")


def explain(results: figures.Results, asked: Asked, above: float) -> None:
    """Say of each query that takes longer how the database goes about it."""
    from django.db import connection

    for sql, params in asked:
        took = min(_time(sql, params) for _ in range(3))
        if took < above:
            continue
        results.say(f"  {took:.1f} ms: {sql[:3000]}")
        how = "EXPLAIN ANALYZE " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
        with connection.cursor() as cursor:
            cursor.execute(how + sql, params)
            for row in cursor.fetchall():
                results.say(f"    {row[-1]}")


def _time(sql: str, params: Any) -> float:
    from django.db import connection

    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        cursor.fetchall()
    return (time.perf_counter() - start) * 1000


def sign_in(results: figures.Results, username: str, times: int = 10) -> None:
    """Sign in with the password, beside one derivation of its hash and nothing else."""
    from django.contrib.auth.hashers import check_password
    from django.test import Client
    from django.urls import reverse

    from answerable.node.accounts.models import User

    stored = User.objects.get(username=username).password
    walls, hashing = [], []
    for _ in range(times):
        client = Client(headers={"host": "localhost"})
        start = time.perf_counter()
        answer = client.post(reverse("account_login"), {"login": username, "password": PASSWORD})
        walls.append((time.perf_counter() - start) * 1000)
        assert answer.status_code == 302, answer.status_code
        start = time.perf_counter()
        assert check_password(PASSWORD, stored)
        hashing.append((time.perf_counter() - start) * 1000)
    alone = figures.percentile(hashing, 50)
    kind = stored.split("$", 1)[0]
    results.at_most(
        "signing in, p95",
        figures.percentile(walls, 95),
        1000,
        "ms",
        f"p50 {figures.percentile(walls, 50):.0f} ms; {kind} alone {alone:.0f} ms",
    )


class Reader:
    """A person's browser at the real application."""

    def __init__(self, username: str) -> None:
        from django.core.handlers.wsgi import WSGIHandler
        from django.test import Client

        from answerable.node.accounts.models import User

        client = Client()
        client.force_login(User.objects.get(username=username))
        self._application: Callable[..., Iterable[bytes]] = WSGIHandler()
        self._cookie = "; ".join(f"{one.key}={one.value}" for one in client.cookies.values())

    def read(self, path: str, count: int) -> Served:
        """Ask for a page so many times, and as often for what it asks of the database."""
        from django.db import connection

        for _ in range(WARM_UP):
            self._ask(path)
        asked: Asked = []

        def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            # Not the beginnings and ends of transactions.
            if sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
                asked.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(listen):
            size = len(self._ask(path))
        walls, cpus, asking = [], [], []
        for _ in range(count):
            wall, cpu = time.perf_counter(), time.process_time()
            self._ask(path)
            walls.append((time.perf_counter() - wall) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
        for _ in range(max(3, count // 10)):
            asking.append(sum(_time(sql, params) for sql, params in asked))
        return Served(tuple(walls), tuple(cpus), tuple(asking), asked, size)

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


def pages_of(kept: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return the pages: their names, who looks at them, and where they are."""
    from django.urls import reverse

    officer, investigator = kept["officer"], kept["investigator"]
    reports = reverse("desk:reports")
    asked = reverse("desk:investigation-work", args=[kept["asked"]])
    return [
        ("the frame alone", officer, reverse("desk:tasks")),
        ("board", officer, reverse("desk:board")),
        ("inbox", officer, reverse("desk:inbox")),
        ("case page", officer, reverse("desk:inquiry", args=[kept["inquiry"]])),
        ("incident page", officer, reverse("desk:incident", args=[kept["incident"]])),
        ("work of an investigation", investigator, asked),
        ("list of inquiries", officer, reverse("desk:inquiries")),
        ("late inquiries", officer, reverse("desk:inquiries") + "?late=1"),
        ("list of incidents", officer, reverse("desk:incidents")),
        ("list of reports", officer, reports),
        ("reports, page 200", officer, reports + "?page=200"),
        ("reports found by a word", officer, reports + "?q=strike"),
        ("reports found by a rare word", officer, reports + "?q=xylophone"),
    ]


def fill(sizes: dict[str, int]) -> dict[str, str]:
    """Fill the node; return what the pages of it are called."""
    from django.db import connection

    from answerable.node.accounts.models import Role
    from answerable.node.desk.models import Inquiry, Investigation
    from benchmarks import cases
    from tests.factories import make_user

    desk, other, now = found()
    inquiry, incident = one_case(desk, other, now)
    analyst = make_user("analyst", Role.ANALYST, password=PASSWORD)
    cases.fill(desk, other, **sizes, now=now)
    led = Investigation.objects.filter(closed_at=None).latest("pk")
    asked = Inquiry.objects.get(channel=led.channel, thread=led.thread)
    with connection.cursor() as cursor:
        # PostgreSQL does so by itself after a while.
        cursor.execute("ANALYZE")
    return {
        "officer": desk.officer.username,
        "investigator": desk.investigator.username,
        "analyst": analyst.username,
        "inquiry": inquiry.reference,
        "incident": incident.reference,
        "asked": asked.reference,
    }


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
