"""Who has no page: how a job is finished without his code, and what his case promises whom no message reaches."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from anxin.demo import cast
from anxin.domain.visits.models import OutletOrder
from tests.faces.technician.phones import phone_of, walk
from tests.faces.technician.test_unhappy import at
from tests.flat import flat

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("laid")]
LANDLINE = replace(cast.MS_ZHANG, phone="028-00000002")


def test_a_landlines_job_puts_the_way_without_a_page_first(luo: Client) -> None:
    one = walk("billed", customer=LANDLINE)
    page = flat(luo.get(at("job", one)))
    assert "客户留的是座机，可能没有页面" in page
    assert "再报页面上的 6 位码" not in page
    assert f'href="{reverse("technician:no_code", args=[one.visit.number])}"' in page


def test_a_mobiles_job_asks_for_the_code(luo: Client) -> None:
    page = flat(luo.get(at("job", walk("billed"))))
    assert "客户留的是座机" not in page
    assert "再报页面上的 6 位码" in page


def test_the_way_without_a_code_names_who_finishes_it_and_dials_customer_service(luo: Client) -> None:
    one = walk("billed", customer=LANDLINE)
    page = flat(luo.get(reverse("technician:no_code", args=[one.visit.number])))
    assert "打给客服，报上这个编号：" in page
    assert "电话录音验收" in page
    assert "打给网点" not in page


def test_the_outlet_reads_who_finishes_it(luo: Client) -> None:
    one = walk("billed", customer=LANDLINE)
    order = OutletOrder.objects.get(visit=one.visit)
    page = flat(phone_of(cast.BOSS_HE).get(reverse("outlet:job", args=[order.pk])))
    assert "只有客服能做" in page


def test_a_message_is_promised_only_where_one_can_come(settings, client: Client) -> None:  # type: ignore[no-untyped-def]
    one = walk("booked")
    client.get(f"/c/{one.token}/")
    theirs = f"/customer/repairs/{one.repair.number}/"
    assert "师傅出发时会发消息告诉您" in flat(client.get(theirs))
    settings.PLAY = False
    page = flat(client.get(theirs))
    assert "师傅出发时会发消息告诉您" not in page
    assert "师傅出发时本页会显示" in page


def test_no_message_is_promised_to_a_landline(client: Client) -> None:
    one = walk("booked", customer=LANDLINE)
    client.get(f"/c/{one.token}/")
    assert "师傅出发时本页会显示" in flat(client.get(f"/customer/repairs/{one.repair.number}/"))


def test_a_landlines_receipt_promises_no_text_and_keeps_the_link(client: Client) -> None:
    one = walk("submitted", customer=LANDLINE)
    client.get(f"/c/{one.token}/")
    page = flat(client.get(f"/customer/repairs/{one.repair.number}/receipt/"))
    assert "短信给您" not in page
    assert "消息发不到您留的号码，请留好这一页的链接" in page
    assert "用手机号加验证码登录" not in page
    assert "receipt/message/" not in page


def test_a_mobiles_receipt_promises_its_texts(client: Client) -> None:
    one = walk("submitted")
    client.get(f"/c/{one.token}/")
    page = flat(client.get(f"/customer/repairs/{one.repair.number}/receipt/"))
    assert "短信给您" in page
    assert "消息发不到" not in page
