"""What staff look after themselves, and what the door tells administrators and inspectors."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core import timeline
from anxin.demo import cast, ground
from anxin.domain.people import actions as people
from anxin.domain.people.models import Account, Factor
from tests import builders
from tests.attacks.test_sign_in import ATTACKER, OWNER, chen, enters, totp, tries

__all__ = ["chen", "totp"]
pytestmark = pytest.mark.django_db


def shown(client: Client, name: str) -> str:
    return client.get(reverse(name)).content.decode()


class TestMine:
    def test_sign_ins_are_listed_with_place_and_device_and_one_is_ended(self, chen: Account, totp: pyotp.TOTP) -> None:
        at_home = enters(Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}), totp)
        Factor.objects.update(last_step=0)
        phone = enters(
            Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile"}), totp, ATTACKER
        )

        page = shown(at_home, "sign_in:sign_ins")
        assert "Firefox · Linux" in page
        assert f"{ATTACKER} ·" in page
        handle = phone.session["limits"]["handle"]
        at_home.post(reverse("sign_in:end_sign_ins"), {"handle": handle})

        assert phone.get(reverse("sign_in:sign_ins")).status_code == 302
        assert at_home.get(reverse("sign_in:sign_ins")).status_code == 200

    def test_all_others_end_at_once_and_nobody_else_s(self, chen: Account, totp: pyotp.TOTP) -> None:
        mine = enters(Client(), totp)
        Factor.objects.update(last_step=0)
        other = enters(Client(), totp)
        stranger = Client()
        stranger.force_login(people.open_account(username="deng", password="", called="小邓", now=timezone.now()))

        mine.post(reverse("sign_in:end_sign_ins"))

        assert [one.get(reverse("sign_in:sign_ins")).status_code for one in (mine, other, stranger)] == [200, 302, 200]


def test_a_merchant_s_people_find_where_to_complain_and_are_answered_by_who_runs_the_service(now: datetime) -> None:
    ground.lay(now=now)
    client = Client()
    client.force_login(builders.account(cast.MERCHANT_OWNER))
    at = reverse("contact:stranger")
    assert f'href="{at}"' in shown(client, "sign_in:sign_ins")
    assert client.get(at).status_code == 200


class TestLeave:
    def test_is_asked_for_shown_and_taken_back_by_oneself(self, chen: Account) -> None:
        client = Client()
        client.force_login(chen)
        assert reverse("sign_in:leave") in shown(client, "sign_in:sign_ins")
        day = timezone.localdate() + timedelta(days=3)

        assert (
            client.post(f"{reverse('sign_in:leave')}leave/", {"deputy": "", "since": day.isoformat()}).status_code
            == 302
        )
        assert "起请假" in shown(client, "sign_in:leave")
        assert client.post(f"{reverse('sign_in:leave')}leave/", {"deputy": ""}).status_code in (409, 422)
        client.post(f"{reverse('sign_in:leave')}return/")
        assert 'name="since"' in shown(client, "sign_in:leave")


class TestLog:
    @pytest.fixture
    def inspector(self, chen: Account) -> Client:
        """Sign an inspector of the house in."""
        return self.sits("ji", chen.roles.get().organisation, "auditor")

    def sits(self, name: str, organisation: object, role: str) -> Client:
        account = people.open_account(username=name, password="", called=name, now=timezone.now())
        people.grant(account=account, organisation=organisation, role=role, now=timezone.now())  # type: ignore[arg-type]
        client = Client()
        client.force_login(account)
        return client

    def test_tells_the_inspector_who_came_in_who_tried_and_who_was_refused_from_which_network(
        self, inspector: Client, chen: Account, totp: pyotp.TOTP
    ) -> None:
        tries("chen", "wrong", ATTACKER)
        tries("nobody", "wrong", ATTACKER)
        mine = enters(Client(), totp)
        assert mine.get(reverse("auditor:cases"), REMOTE_ADDR=OWNER).status_code == 403
        mine.post(reverse("sign_in:sign_out"), REMOTE_ADDR=OWNER)

        page = shown(inspector, "auditor:sign_ins")

        codes = list(timeline.Entry.objects.filter(stream__kind="door").order_by("at").values_list("code", flat=True))
        assert codes == [
            "people.wrong_password",
            "people.wrong_password",
            "people.signed_in",
            "people.refused",
            "people.signed_out",
        ]
        assert page.count("198.51.100.*") == 2
        assert ATTACKER not in page
        assert "auditor/cases/" in page
        assert "小陈" in page

    def test_is_not_an_authority_s_nor_an_agent_s(self, inspector: Client, chen: Account) -> None:
        tries("chen", "wrong", ATTACKER)
        court = people.found_organisation(kind="authority", slug="court", name="法院", now=timezone.now())

        assert "198.51" not in shown(self.sits("zhou", court, "auditor"), "auditor:sign_ins")
        agent = self.sits("lin", chen.roles.get().organisation, "agent")
        assert agent.get(reverse("operations:sign_ins")).status_code == 403
        assert agent.post(reverse("operations:hand_out", args=[chen.pk])).status_code == 403

    def test_of_refusals_is_bounded_a_minute(self, inspector: Client, chen: Account) -> None:
        for _page in range(30):
            inspector.get(reverse("operations:sign_ins"))
        assert timeline.Entry.objects.filter(code="people.refused").count() == 20

    def test_forgets_addresses_after_half_a_year(self, chen: Account, later: Callable[[], int]) -> None:
        tries("chen", "wrong", ATTACKER)
        assert later() == 1
        (entry,) = timeline.Entry.objects.filter(code="people.wrong_password")
        assert {one.sealed for one in entry.private_values.all()} == {""}
        assert later() == 0

    @pytest.fixture
    def later(self) -> Callable[[], int]:
        """Sweep the door half a year later."""
        from anxin.core.acting import acting
        from anxin.domain.people.actions import sign_in_records

        return lambda: acting(lambda: sign_in_records.forget(now=timezone.now() + timedelta(days=191)))
