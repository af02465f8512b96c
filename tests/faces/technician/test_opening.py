"""Before a lock is opened the phone leads through who stands there; the desk and the customer read what was shown."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from anxin.demo import cast
from anxin.demo.walk import Walked, a_report, begin
from tests.domain.repairs.test_lock_openings import opened
from tests.faces.technician.phones import phone_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def door(laid: None) -> Walked:
    """Walk Master Luo to a lock that is to be opened."""
    report = a_report(now=timezone.now() - timedelta(hours=5))
    return begin(replace(report, kind="lock_opening"), now=timezone.now() - timedelta(hours=5)).until("on_site")


class TestOpening:
    def test_is_led_to_the_check_first_and_says_what_lacks_by_its_field(self, door: Walked, luo: Client) -> None:
        at = f"/technician/jobs/{door.visit.number}/"
        page = luo.get(at).content.decode()
        assert f"{at}identity/" in page
        assert "· 开锁 ·" in page, "the job says what it is before anybody stands at the door"
        assert luo.get(f"{at}quote/").status_code == 302
        page = luo.post(f"{at}identity/", {"document": "id_card", "witness_as": "property"})
        assert page.status_code == 422
        assert list(page.context["form"].errors) == ["witness"]
        both = {"document": "id_card", "witness_as": "property", "witness": "欧阳见证", "alone": "nobody_there"}
        assert "二选一" in luo.post(f"{at}identity/", both).content.decode()
        told = {"document": "id_card", "witness_as": "property", "witness": "欧阳见证", "once": "1"}
        assert luo.post(f"{at}identity/", told).status_code == 302
        assert luo.get(f"{at}identity/").status_code == 302
        assert luo.get(f"{at}quote/").status_code == 200
        assert "已请客户亲手换管理密码" in luo.get(at).content.decode()
        assert luo.post(f"{at}checks/", {"done": ["nothing"], "once": "2"}).status_code == 422
        assert luo.post(f"{at}checks/", {"done": ["reset"], "once": "3"}).status_code == 302
        assert door.visit.checks.get().code == "reset"
        assert phone_of(cast.MASTER_LU).get(f"{at}identity/").status_code == 404
        desk = phone_of(cast.XIAO_CHEN).get(f"/desk/repairs/{door.repair.number}/").content.decode()
        assert "物业人员" in desk
        assert "欧" in desk
        assert "欧阳见证" not in desk

    def test_once_open_says_to_both_how_its_bill_is_paid_where_nobody_takes_money_online(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(django_settings, "PLAY", False)
        one = opened(timezone.now() - timedelta(hours=5))
        his = phone_of(cast.MASTER_LUO).get(f"/technician/jobs/{one.visit.number}/").content.decode()
        assert "请按账单那里的办法收现金" in his
        assert "客户还要在自己的页面付" not in his
        client.get(f"/c/{one.token}/", follow=True)
        theirs = client.get(f"/customer/repairs/{one.repair.number}/").content.decode()
        assert "现在请确保别人打不开您的锁" in theirs
        assert "现金当面交给师傅" in theirs

    def test_is_not_called_reset_by_the_customer_before_the_lock_was_opened(
        self, door: Walked, luo: Client, client: Client
    ) -> None:
        at = f"/technician/jobs/{door.visit.number}/"
        told = {"document": "id_card", "witness_as": "property", "witness": "欧阳见证", "once": "1"}
        assert luo.post(f"{at}identity/", told).status_code == 302
        client.get(f"/c/{door.token}/", follow=True)
        theirs = f"/customer/repairs/{door.repair.number}/"
        page = client.get(theirs).content.decode()
        assert "以上都做完了" not in page
        assert "就目前所知，锁还没有打开" in page
        client.post(f"{theirs}reset/", follow=True)
        assert door.visit.door_check.reset_at is None

    def test_that_is_refused_is_told_to_the_customer_and_its_suspicion_to_the_desk_alone(
        self, door: Walked, luo: Client, client: Client
    ) -> None:
        at = f"/technician/jobs/{door.visit.number}/"
        told = {"why": "other_name", "note": "说不出房东是谁", "suspicious": "on", "once": "1"}
        assert luo.post(f"{at}barring/", told).status_code == 302
        desk = phone_of(cast.XIAO_CHEN).get(f"/desk/repairs/{door.repair.number}/").content.decode()
        assert "110" in desk
        assert "可疑" in desk
        client.get(f"/c/{door.token}/", follow=True)
        page = client.get(f"/customer/repairs/{door.repair.number}/").content.decode()
        assert "证明上是别人的名字" in page
        assert "可疑" not in page
