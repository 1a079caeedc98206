"""The pages of partners' feeds: a token is shown once, and nothing of a case is there."""

import re

import pytest
from django.test import Client

from answerable.node.accounts.models import Role
from answerable.node.intake.models import Feed, FeedToken
from answerable.node.intake.services import feeds
from tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"ansf_[0-9a-f]{10}_[A-Za-z0-9_-]{43}")


def test_intake_opens_a_way_in_and_sees_its_token_once(client: Client) -> None:
    client.force_login(make_user("keeper", Role.INTAKE))
    there, elsewhere = make_office(), make_office("bureau")

    refused = client.post("/documents/feeds/", {"name": "Partner", "office": elsewhere.pk})
    client.post("/documents/feeds/", {"name": "Partner", "office": there.pk})
    again = client.post("/documents/feeds/", {"name": "Partner", "office": there.pk})

    assert (refused.status_code, again.status_code) == (200, 200)
    page = f"/documents/feeds/{Feed.objects.get().pk}/"
    made = client.post(page, {"days": 30}).content.decode()
    found = SECRET.search(made)
    assert found is not None
    assert feeds.admit(found[0], at=FeedToken.objects.get().made_at)
    assert SECRET.search(client.get(page).content.decode()) is None
    assert "no-store" in client.get(page)["Cache-Control"]

    client.post(f"/documents/feeds/tokens/{FeedToken.objects.get().pk}/revoke/")
    client.post(page + "close/")

    assert FeedToken.objects.get().revoked_at is not None
    assert client.post(page, {"days": 30}).status_code == 200
    assert FeedToken.objects.count() == 1


def test_a_token_counts_for_two_years_at_most(client: Client) -> None:
    keeper = make_user("keeper", Role.INTAKE)
    feed = feeds.open_feed(name="Partner", office=make_office(), by=keeper, at=keeper.created_at)
    client.force_login(keeper)

    client.post(f"/documents/feeds/{feed.pk}/", {"days": 731})

    assert not FeedToken.objects.exists()
