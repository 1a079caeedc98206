"""What came in as files: documents with what they state read, and a data set of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from answerable.extraction.datasets.mapping import of_values, values_of
from answerable.extraction.datasets.ready import mappings
from answerable.node.intake.models import Way
from answerable.node.intake.services import claims, datasets, documents
from examples.demo.inside.place import Place, person
from examples.demo.scenario import HERE
from examples.demo.times import dated

FOLDER = HERE / "documents"
MONITOR = "Orsenmere Monitoring Office"


@dataclass(frozen=True)
class Paper:
    """A file that somebody brought in: who, when, and what the report of it is called."""

    name: str
    by: str
    received: str
    title: str
    publisher: str
    published: str
    language: str


PAPERS = (
    Paper(
        "vesk-school.html", "bureau-analyst", "-2 10:20",
        "Two drones hit the school at Upper Vesk", "Harbour Relief Network", "-2", "en",
    ),
    Paper(
        "vesk-school-uk.txt", "bureau-analyst", "-2 11:05",
        "Удар по школі в Горішньому Вескові", "Вісник Орсенмеру", "-2", "uk",
    ),
    Paper(
        "hadrin-market-ar.txt", "embassy-officer", "-4 09:40",
        "قصف على سوق هادرين", "صحيفة أورسنمير", "-4", "ar",
    ),
)  # fmt: skip


def take_papers_in(place: Place) -> None:
    """Take the documents in and read what each states; somebody has to look at it still."""
    for paper in PAPERS:
        by, at = person(paper.by), place.at(paper.received)
        data = (FOLDER / paper.name).read_bytes()
        kept = documents.receive_document(data, way=Way.UPLOAD, file_name=paper.name, by=by, at=at)
        report = documents.make_report(
            kept.document,
            title=paper.title,
            publisher=paper.publisher,
            published=place.day(paper.published),
            language=paper.language,
            by=by,
            at=place.at(paper.received, 5),
        )
        claims.read_claims(report, at=place.at(paper.received, 6))


def take_data_set_in(place: Place) -> None:
    """Take a table in by a ready-made mapping; its next version is checked and waits."""
    by = person("bureau-analyst")
    whose = {"publisher": MONITOR, "credit": f"{MONITOR}, an invented office"}
    mapping = of_values({**values_of(mappings()["airwars-style"]), **whose})
    for name, when in (("monitoring.csv", "-8 09:00"), ("monitoring-next.csv", "-1 09:00")):
        said: dict[str, Any] = {"by": by, "at": place.at(when)}
        data = dated((FOLDER / name).read_text("utf-8"), place.today).encode()
        known = datasets.data_set_named(MONITOR) or MONITOR
        file = datasets.receive(known, data, file_name=name, **said)
        datasets.ask_check(file, mapping, **said, later=False)
        datasets.check(file, at=said["at"])
        if name == "monitoring.csv":
            datasets.accept(file, **said, later=False)
            datasets.take(file, **said)
