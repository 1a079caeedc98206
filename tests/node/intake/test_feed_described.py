"""What is said to partners' programmers is what the endpoint does: OpenAPI, and the examples."""

import itertools
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from answerable.node.accounts.models import Role
from answerable.node.intake import feed_answers, feed_urls
from answerable.node.intake.services import feeds
from tests.factories import NOW, make_office, make_user
from tests.node.intake.test_feed_deliveries import _now

DOCS = Path(__file__).parents[3] / "docs"
GUIDE = (DOCS / "partners.md").read_text("utf-8")
EXAMPLES = re.findall(r"```sh\n(curl.*?)```", GUIDE, re.DOTALL)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("answerable.node.urls_channel")]


def test_what_is_served_is_what_is_kept_in_the_docs() -> None:
    answer = Client().get("/api/v1/openapi.json")

    kept = (DOCS / "partners-openapi.json").read_text("utf-8")
    assert answer.content.decode() == kept, "keep what is served in docs/partners-openapi.json"
    assert Client().post("/api/v1/openapi.json").status_code == 405


def test_every_address_is_described() -> None:
    described = json.loads(Client().get("/api/v1/openapi.json").content)

    routes = {f"/{one.pattern}".replace("<str:name>", "{name}") for one in feed_urls.urlpatterns}
    assert set(described["paths"]) == routes
    assert described["openapi"].startswith("3.1")


def test_every_code_of_a_refusal_stands_in_the_guide() -> None:
    assert [code for code in feed_answers.TITLES if f"`{code}`" not in GUIDE] == []


def test_the_examples_of_the_guide_are_taken() -> None:
    feed = feeds.open_feed(
        name="Kelorane Monitor", office=make_office(), by=make_user("k", Role.INTAKE), at=NOW
    )
    token = feeds.make_token(feed, by=make_user("l", Role.ADMINISTRATOR), at=_now()).secret
    named = {"$ADDRESS": "", "$TOKEN": token, "$DELIVERY": ""}

    statuses = []
    for example in EXAMPLES:
        answer = _do(example, named)
        statuses.append(answer.status_code)
        named["$DELIVERY"] = answer.json()["delivery"]

    assert statuses == [201, 201, 200]


def _do(example: str, named: dict[str, str]) -> Any:
    for name, value in named.items():
        example = example.replace(name, value)
    words = shlex.split(example.replace("\\\n", " "))
    path = next(word for word in words if word.startswith("/api"))
    pairs = list(itertools.pairwise(words))
    fields = dict(two.split(": ", 1) for one, two in pairs if one == "-H")
    media = fields.pop("Content-Type", "application/octet-stream")
    parts = dict(two.split("=", 1) for one, two in pairs if one == "-F")
    if parts:
        from django.core.files.uploadedfile import SimpleUploadedFile

        page = b"<html><body><p>A statement on Dorvelle.</p></body></html>"
        sent = {**parts, "document": SimpleUploadedFile("statement.html", page)}
        return Client().post(path, sent, headers=fields)
    data = next((two for one, two in pairs if one == "--data"), None)
    if data is None:
        return Client().get(path, headers=fields)
    return Client().post(path, data, content_type=media, headers=fields)
