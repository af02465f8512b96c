"""A proof of purchase that is shown at the door is written down on the phone; all who wait for it read what follows."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import cast
from anxin.demo.walk import Walked, a_report, begin
from anxin.domain.goods.models import Device
from anxin.domain.notices.models import Notice
from anxin.domain.repairs.models import Repair
from tests import forms
from tests.faces.technician.phones import phone_of
from tests.faces.technician.test_job import a_shot

pytestmark = pytest.mark.django_db(transaction=True)
type Sits = Callable[[object], Client]


@pytest.fixture
def door(laid: None) -> Walked:
    """Walk Master Luo to a lock nobody knows the day of purchase of."""
    now = timezone.now() - timedelta(hours=5)
    return begin(a_report(now=now), now=now).until("on_site")


def at(door: Walked, name: str = "") -> str:
    return f"/technician/jobs/{door.visit.number}/{name}"


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def shown(luo: Client, door: Walked, day: date, once: str, *, photo: bool = True) -> int:
    """Send the form of a receipt; gives the status of the answer."""
    given = {"bought_date": day.isoformat(), "seller": "安居五金店", "once": once}
    files = {"photo_files": a_shot(once)} if photo else {}
    return luo.post(at(door, "receipt/"), {**given, **files}).status_code


class TestReceiptAtTheDoor:
    def test_leads_to_its_form_and_back_to_a_job_in_warranty(self, door: Walked, luo: Client) -> None:
        assert at(door, "receipt/") in luo.get(at(door)).content.decode()
        assert at(door, "receipt/") in luo.get(at(door, "quote/")).content.decode()
        assert "商家" in luo.get(at(door, "receipt/")).content.decode()
        assert shown(luo, door, days_ago(40), "red") == 302
        page = luo.get(at(door)).content.decode()
        until = Repair.objects.get(pk=door.repair.pk).covered_until
        assert until is not None
        assert f"{until.year}年" in page
        assert "购买凭证" in page

    def test_asks_for_its_picture_and_keeps_what_was_typed(self, door: Walked, luo: Client) -> None:
        given = {"bought_date": days_ago(40).isoformat(), "seller": "安居五金店", "once": "1"}
        page = luo.post(at(door, "receipt/"), given)
        assert page.status_code == 422
        assert "安居五金店" in page.content.decode()
        assert not Repair.objects.get(pk=door.repair.pk).covered

    def test_of_somebody_elses_device_is_left_to_the_desk_as_he_reads(self, door: Walked, luo: Client) -> None:
        other = begin(a_report(now=door.now, customer=cast.GRANDMA_LI), now=door.now).repair.customer
        made = {"product": door.repair.product, "serial": "DOOR-9", "created_at": door.now, "owner": other}
        Repair.objects.filter(pk=door.repair.pk).update(
            device=Device.objects.create(**made), bought_proved=None, covered=False, warranty_why="no_purchase_date"
        )
        assert shown(luo, door, days_ago(40), "green") == 302
        assert "登记在别人名下" in luo.get(at(door)).content.decode()
        assert not Repair.objects.get(pk=door.repair.pk).covered

    def test_that_would_come_of_a_neighbours_number_is_left_to_the_desk_as_all_read(
        self, door: Walked, luo: Client, client: Client, sits: Sits
    ) -> None:
        other = begin(a_report(now=door.now, customer=cast.GRANDMA_LI), now=door.now).repair.customer
        made = {"product": door.repair.product, "serial": "GRANDMA-9", "created_at": door.now, "owner": other}
        Device.objects.create(bought_date=days_ago(40), **made)
        Repair.objects.filter(pk=door.repair.pk).update(
            bought_proved=None, covered=False, warranty_why="no_purchase_date"
        )
        assert luo.post(at(door, "device/"), {"serial": "grandma-9", "once": "1"}).status_code == 302
        assert "登记在别人名下" in luo.get(at(door)).content.decode()
        client.get(f"/c/{door.token}/")
        page = client.get(f"/customer/repairs/{door.repair.number}/").content.decode()
        assert "登记在别人名下" in page
        assert f"{days_ago(40).year}年{days_ago(40).month}月{days_ago(40).day}日" not in page
        assert "购买日期待定" in sits(cast.XIAO_CHEN).get(f"/desk/repairs/{door.repair.number}/").content.decode()
        assert Notice.objects.filter(code="repair_receipts").exists()
        assert not Repair.objects.get(pk=door.repair.pk).covered

    def test_says_which_day_is_too_late_by_its_field(self, door: Walked, luo: Client) -> None:
        given = {"bought_date": days_ago(-3).isoformat(), "seller": "店", "photo_files": a_shot("red"), "once": "1"}
        page = luo.post(at(door, "receipt/"), given)
        assert page.status_code == 422
        assert list(page.context["opened"].form.errors) == ["bought_date"]

    def test_that_disagrees_is_told_to_technician_customer_and_desk(
        self, door: Walked, luo: Client, client: Client
    ) -> None:
        assert shown(luo, door, days_ago(40), "red") == 302
        assert shown(luo, door, days_ago(400), "blue") == 302
        assert "两份购买凭证" in luo.get(at(door)).content.decode()
        client.get(f"/c/{door.token}/", follow=True)
        assert "两份购买凭证" in client.get(f"/customer/repairs/{door.repair.number}/").content.decode()
        desk = phone_of(cast.XIAO_CHEN).get(f"/desk/repairs/{door.repair.number}/").content.decode()
        assert "两份购买凭证不一致" in desk
        assert "?do=receipt" in desk
        assert Notice.objects.filter(code="repair_receipts").exists(), "whoever decides is told"

    def test_is_no_strangers_to_write_down(self, door: Walked, luo: Client) -> None:
        assert phone_of(cast.MASTER_LU).get(at(door, "receipt/")).status_code == 404


class TestBrandsWord:
    def test_is_written_down_at_the_desk_and_read_by_the_customer(self, door: Walked, client: Client) -> None:
        chen = phone_of(cast.XIAO_CHEN)
        case = f"/desk/repairs/{door.repair.number}/"
        assert "?do=brand-word" in chen.get(case).content.decode()
        given = {"said_by": "禾砚售后 周经理", "reference": "HY-118", "why": "批次召回", "once": "1"}
        assert chen.post(f"{case}brand-word/", given).status_code == 302
        desk = chen.get(case).content.decode()
        assert "禾砚售后 周经理" in desk
        assert "HY-118" in desk
        client.get(f"/c/{door.token}/", follow=True)
        page = client.get(f"/customer/repairs/{door.repair.number}/").content.decode()
        assert "品牌确认中" in page
        assert "周经理" not in page
        assert "品牌确认中" in phone_of(cast.MASTER_LUO).get(at(door)).content.decode()
        owner, mine = phone_of(cast.HEYAN_OWNER), f"/merchant/words/{door.repair.number}/"
        sent = {**forms.shown(owner, f"{mine}?do=brand-confirmation"), "once": "1"}
        assert owner.post(f"{mine}brand-confirmation/", sent).status_code == 302
        page = client.get(f"/customer/repairs/{door.repair.number}/").content.decode()
        assert "品牌方确认这次由保修承担" in page
