"""One job, from the offer to the code, on forms alone; and nobody else's."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from anxin.core.acting import acting
from anxin.demo.walk import Walked, open_offer, the_code
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Appointment, Offer, Visit
from tests.faces.technician.phones import for_now, walk

pytestmark = pytest.mark.django_db(transaction=True)


def a_shot(colour: str = "grey") -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(file, "JPEG")
    file.name = "shot.jpg"
    file.seek(0)
    return file


def at(name: str, one: Walked) -> str:
    return reverse(f"technician:{name}", args=[one.visit.number])


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def posts(client: Client, address: str, **data: Any) -> Any:
    return client.post(address, data)


class TestCover:
    def test_nobody_knows_yet_is_no_out_of_warranty(self, luo: Client) -> None:
        one = walk("on_site")
        Repair.objects.filter(pk=one.repair.pk).update(covered=False, warranty_why="no_purchase_date")
        for name in ("job", "quote"):
            page = text(luo, at(name, one))
            assert "保修待核对" in page
            assert "保外" not in page
            assert "不在保" not in page


class TestOffers:
    def test_show_what_and_where_about_but_not_whose(self, luo: Client) -> None:
        walk("named")
        page = text(luo, "/technician/offers/")
        assert "武侯区" in page
        assert "智能锁" in page
        for secret in ("张晓梅", "张*梅", "13800000001", "138****0001", "银杏里"):
            assert secret not in page

    def test_taken_lead_to_the_job(self, luo: Client) -> None:
        one = walk("named")
        response = luo.post(reverse("technician:acceptance", args=[open_offer(one).id]))
        assert response["Location"] == at("job", one)
        assert one.visit.state == "assigned"

    def test_declined_with_a_reason_are_gone(self, luo: Client) -> None:
        offer = open_offer(walk("named"))
        address = reverse("technician:refusal", args=[offer.id])
        assert luo.post(address, {}).status_code == 422
        assert luo.post(address, {"why": "too_far"}).status_code == 302
        assert Offer.objects.get(pk=offer.pk).why == "too_far"

    def test_somebody_else_was_faster_is_said_plainly(self, luo: Client) -> None:
        offer = open_offer(walk("named"))
        Offer.objects.filter(pk=offer.pk).update(state="withdrawn")
        response = luo.post(reverse("technician:acceptance", args=[offer.id]))
        assert response.status_code == 409
        assert "您没有损失" in response.content.decode()

    def test_seen_is_noted(self, luo: Client) -> None:
        offer = open_offer(walk("named"))
        assert luo.post(reverse("technician:sight", args=[offer.id])).status_code == 204
        assert Offer.objects.get(pk=offer.pk).state == "seen"


class TestToday:
    def test_says_after_the_last_job_that_there_is_no_other_not_that_none_was_booked(self, luo: Client) -> None:
        assert "今天还没有约好的单" in text(luo, "/technician/")
        walk("coded")
        now = timezone.now()  # whatever the hour: the job is of today
        Appointment.objects.update(from_at=now, to_at=now + timedelta(hours=2))
        Visit.objects.update(updated_at=now)
        page = text(luo, "/technician/")
        assert "今天没有别的单了" in page
        assert "今天还没有约好的单" not in page


class TestJob:
    def test_walks_from_the_offer_to_the_code_on_plain_forms(self, luo: Client) -> None:
        one = walk("named")
        luo.post(reverse("technician:acceptance", args=[open_offer(one).id]))
        assert "打电话" in text(luo, at("job", one))
        called = posts(luo, at("call", one), purpose="appointment", answered="yes", minutes="2")
        assert called["Location"] == at("window", one)
        window = one.repair.wanted_from_at.isoformat()
        assert posts(luo, at("window", one), window=window)["Location"] == at("job", one)
        for_now(one)
        assert posts(luo, at("departure", one)).status_code == 302
        assert posts(luo, at("arrival", one), lng="104.0437", lat="30.642").status_code == 302
        assert one.visit.check_ins.get().distance_m is not None
        for slot, colour in (("before", "red"), ("plate", "blue"), ("work", "green")):
            assert luo.post(at("photos", one), {"slot": slot, "photo_files": a_shot(colour)}).status_code == 302
        lines = {"line": ["HY3-PCB-02", "HY3-BAT-01"], "quantity-HY3-PCB-02": "1", "quantity-HY3-BAT-01": "1"}
        cover = {"covered": one.repair.covered, "warranty_why": one.repair.warranty_why}
        Repair.objects.filter(pk=one.repair.pk).update(covered=True, warranty_why="")
        bare = luo.post(at("quote", one), lines | {"excluded-HY3-BAT-01": "1", "send": "1"})
        assert "请写明为什么不在保修范围" in bare.content.decode()
        Repair.objects.filter(pk=one.repair.pk).update(**cover)
        why = {"excluded-HY3-BAT-01": "1", "excluded_why-HY3-BAT-01": "电池漏液，消耗品不保", "send": "1"}
        sent = luo.post(at("quote", one), lines | why)
        assert sent["Location"] == at("job", one) + "#quote"
        self._agrees(one)
        luo.post(at("photos", one), {"slot": "after", "photo_files": a_shot("white")})
        parts = {"part": ["HY3-PCB-02"], "quantity-HY3-PCB-02": "1", "serial-HY3-PCB-02": "PCB1"}
        assert luo.post(at("parts", one), parts).status_code == 302
        assert "应付 ¥" in text(luo, at("job", one))
        assert luo.post(at("parts", one), {"none": "1"}).status_code == 302
        assert not one.repair.used_parts.exists()
        assert luo.post(at("parts", one), parts).status_code == 302
        wrong = "000000" if the_code(one) != "000000" else "111111"
        refused = posts(luo, at("completion", one), code=wrong)
        assert refused.status_code == 422
        assert "还能试 2 次" in refused.content.decode()
        assert posts(luo, at("completion", one), code=the_code(one)).status_code == 302
        assert one.visit.state == "finished"

    def _agrees(self, one: Walked) -> None:
        quote = one.repair.quotes.get(state="sent")
        acting(lambda: repairs.agree_quote(quote=quote, by=one.customer, now=timezone.now()))
