"""The pages of jobs."""

import pytest
from django.test import Client

from answerable.node.accounts.models import Role
from answerable.node.jobs import queue
from answerable.node.jobs.models import State
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db


@queue.handler("test.look")
def _look(job: queue.Running) -> None:
    pass


def test_a_job_page_renews_itself_without_javascript_too(client: Client) -> None:
    amal = make_user("amal")
    job = queue.enqueue("test.look", at=NOW, by=amal)
    client.force_login(amal)

    page = client.get(f"/jobs/{job.pk}/").content.decode()

    assert '<meta http-equiv="refresh"' in page
    assert 'hx-trigger="every 2s"' in page


def test_a_finished_job_stays_as_it_is(client: Client) -> None:
    amal = make_user("amal")
    job = queue.enqueue("test.look", at=NOW, by=amal)
    queue.run_waiting(NOW)
    client.force_login(amal)

    page = client.get(f"/jobs/{job.pk}/").content.decode()

    assert "http-equiv" not in page
    assert "hx-trigger" not in page


def test_another_persons_job_does_not_exist_for_me(client: Client) -> None:
    job = queue.enqueue("test.look", at=NOW, by=make_user("amal"))
    client.force_login(make_user("stranger"))

    assert client.get(f"/jobs/{job.pk}/").status_code == 404


def test_htmx_gets_the_fragment_only(client: Client) -> None:
    amal = make_user("amal")
    job = queue.enqueue("test.look", at=NOW, by=amal)
    client.force_login(amal)

    page = client.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in page


def test_a_waiting_job_can_be_cancelled_by_its_owner(client: Client) -> None:
    amal = make_user("amal")
    job = queue.enqueue("test.look", at=NOW, by=amal)
    client.force_login(amal)

    client.post(f"/jobs/{job.pk}/cancel/")

    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_the_list_of_jobs_is_for_administrators(client: Client) -> None:
    client.force_login(make_user("amal", Role.OFFICER))

    assert client.get("/jobs/").status_code == 403
