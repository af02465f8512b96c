"""The stuck-work page: it shows what does not move, and refuses everybody but the administrator."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.ids import uuid7
from anxin.core.queues.models import LaterTask
from anxin.domain.people import actions as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead() -> LaterTask:
    """Give a task that was given up an hour ago."""
    at = timezone.now() - timedelta(hours=1)
    facts = {
        "name": "anxin.somewhere.task",
        "queue": "prompt",
        "arguments": {},
        "state": "dead",
        "error": "builtins.Bad",
    }
    return LaterTask.objects.create(key=str(uuid7()), run_at=at, created_at=at, finished_at=at, attempt=6, **facts)


def signed_in(client: Client, role: str) -> Client:
    now = timezone.now()
    home = people.found_organisation(kind="operator", slug="home", name="示例", now=now)
    account = people.open_account(username=role, password="", called=role, now=now)
    people.grant(account=account, organisation=home, role=role, now=now)
    client.force_login(account)
    return client


class TestStuckWork:
    def test_shows_dead_letters_and_late_tasks(self, client: Client, dead: LaterTask) -> None:
        page = signed_in(client, "operator").get(reverse("running:stuck")).content.decode()

        assert "anxin.somewhere.task" in page
        assert str(dead.id) in page

    def test_says_when_nothing_is_stuck(self, client: Client) -> None:
        assert signed_in(client, "operator").get(reverse("running:stuck")).status_code == 200

    def test_sends_a_stranger_to_the_door_and_refuses_an_agent(self, client: Client, dead: LaterTask) -> None:
        address = reverse("running:stuck")

        assert client.get(address).status_code == 302
        assert signed_in(client, "agent").get(address).status_code == 403
        assert client.post(reverse("running:revival", args=[dead.id])).status_code == 403

    def test_gives_a_dead_letter_its_attempts_again(self, client: Client, dead: LaterTask) -> None:
        operator = signed_in(client, "operator")

        assert operator.post(reverse("running:revival", args=[dead.id])).status_code == 302

        dead.refresh_from_db()
        assert (dead.state, dead.attempt) == ("ready", 0)
        assert operator.post(reverse("running:revival", args=[uuid7()])).status_code == 404

    def test_counts_for_the_figures(self, dead: LaterTask) -> None:
        from anxin.core import stuck_work

        assert stuck_work.counts()["task_prompt_dead"] == 1
        assert acting(lambda: later.counts())[("prompt", "dead")] == 1
