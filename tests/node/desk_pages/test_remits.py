"""The administrator's page of remits."""

from django.test import Client

from answerable.node.desk.models import Remit
from tests.node.desk.factories import Desk


def test_an_administrator_adds_orders_and_removes_remits(desk: Desk, client: Client) -> None:
    client.force_login(desk.administrator)
    page = "/administration/remits/"

    client.post(page, {"office": desk.bureau.pk, "object": "aid_convoy"})
    client.post(page, {"office": desk.embassy.pk, "area": "Port Sarel\nПорт Сарел"})
    first, second = Remit.objects.all()
    client.post(f"{page}{second.pk}/up/move/")

    assert list(Remit.objects.all()) == [second, first]
    assert "Порт Сарел" in client.get(page).content.decode()
    client.post(f"{page}{first.pk}/remove/")
    assert list(Remit.objects.all()) == [second]


def test_a_remit_without_a_condition_stays_on_the_page(desk: Desk, client: Client) -> None:
    client.force_login(desk.administrator)

    answer = client.post("/administration/remits/", {"office": desk.bureau.pk})

    assert answer.status_code == 200
    assert not Remit.objects.exists()


def test_nobody_else_sees_it(desk: Desk, client: Client) -> None:
    client.force_login(desk.officer)

    assert client.get("/administration/remits/").status_code == 403
