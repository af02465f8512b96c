"""The stuck-work page: it shows what does not move, and refuses everybody but the administrator."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.ids import uuid7
from anxin.core.outbox import Message
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
        page = signed_in(client, "operator").get(reverse("operations:stuck")).content.decode()

        assert "anxin.somewhere.task" in page
        assert str(dead.id) in page

    def test_says_when_nothing_is_stuck(self, client: Client) -> None:
        assert signed_in(client, "operator").get(reverse("operations:stuck")).status_code == 200

    def test_sends_a_stranger_to_the_door_and_refuses_an_agent(self, client: Client, dead: LaterTask) -> None:
        address = reverse("operations:stuck")

        assert client.get(address).status_code == 302
        assert signed_in(client, "agent").get(address).status_code == 403
        assert client.post(reverse("operations:revival", args=[dead.id])).status_code == 403

    def test_gives_a_dead_letter_its_attempts_again(self, client: Client, dead: LaterTask) -> None:
        operator = signed_in(client, "operator")

        assert operator.post(reverse("operations:revival", args=[dead.id])).status_code == 302

        dead.refresh_from_db()
        assert (dead.state, dead.attempt) == ("ready", 0)
        assert operator.post(reverse("operations:revival", args=[uuid7()])).status_code == 404

    def test_counts_for_the_figures(self, dead: LaterTask) -> None:
        from anxin.core import stuck_work

        assert stuck_work.counts()["task_prompt_dead"] == 1
        assert acting(lambda: later.counts())[("prompt", "dead")] == 1


class TestAMessageThatDidNotLeave:
    @pytest.fixture
    def lost(self) -> Message:
        at = timezone.now() - timedelta(hours=1)
        told = {"template": "invoices.mail", "audience": "invoice:x", "key": "lost", "ids": {"number": "1130-000-001"}}
        return Message.objects.create(**told, carrier="mail", state="failed", answer="SMTP 535", created_at=at)

    def test_says_what_the_provider_said_in_words_and_where_that_is_mended(self, client: Client, lost: Message) -> None:
        page = signed_in(client, "operator").get(reverse("operations:stuck")).content.decode()

        assert "邮件服务器不认用户名或密码" in page
        assert "SMTP 535" in page
        assert 'href="/setup/steps/?do=mail"' in page
        assert "?q=1130-000-001" in page

    def test_is_sent_again_by_a_button(self, client: Client, lost: Message) -> None:
        there = reverse("operations:sending", args=[lost.pk])
        assert Client().post(there).status_code == 302
        operator = signed_in(client, "operator")
        assert f'action="{there}"' in operator.get(reverse("operations:stuck")).content.decode()

        assert operator.post(there).status_code == 302

        lost.refresh_from_db()
        assert lost.state == "waiting"
        assert "已重新发送" in operator.get(reverse("operations:stuck")).content.decode()
        assert operator.post(reverse("operations:sending", args=[lost.pk + 1])).status_code == 404

    def test_without_the_link_it_brought_says_so_and_offers_nothing(self, client: Client, lost: Message) -> None:
        Message.objects.filter(pk=lost.pk).update(template="staff.invited_link")
        page = signed_in(client, "operator").get(reverse("operations:stuck")).content.decode()
        assert "请重新生成一个" in page
        assert reverse("operations:sending", args=[lost.pk]) not in page
