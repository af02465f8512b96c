"""A device's page: whoever scans its label reads what it is and what was done to it, and nothing of whose it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.demo.walk import a_report, begin
from anxin.domain.goods import actions as goods
from anxin.domain.goods.models import Device, Product, WarrantyTerm
from anxin.domain.opening.models import Departure, Opening
from anxin.domain.people.queries import actors
from tests.faces.conftest import PHONE, Visitor
from tests.faces.technician.phones import account_of, phone_of, walk
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
SERIAL = "HY3-2026-4471"


@pytest.fixture
def laid(transactional_db: None) -> None:
    from anxin.demo import ground

    ground.lay(now=timezone.now())


@pytest.fixture
def label(laid: None) -> str:
    """Walk a covered lock of Ms Zhang's to its end, and print its label."""
    walk("closed", covered=True)
    by = actors.actor_of_account(account_of(cast.XIAO_CHEN), now=timezone.now())
    product = Product.objects.get(code="S3")
    (device,) = acting(lambda: goods.label(product=product, serials=[SERIAL], by=by, now=timezone.now()))
    return device.label


class TestDevice:
    def test_tells_a_stranger_model_warranty_and_history_and_nothing_of_its_owner(
        self, label: str, client: Client
    ) -> None:
        for address in (f"/d/{label}/", f"/devices/?serial={SERIAL.lower()}"):
            page = client.get(address).content.decode()
            for said in ("禾砚 S3 智能锁", "个月", "换过：", "前面板主板", f"serial={SERIAL}", "指纹没反应"):
                assert said in page, said
            for secret in (cast.MS_ZHANG.name, "张**", cast.MS_ZHANG.phone, "银杏里", "武侯", "R-2026"):
                assert secret not in page, secret

    def test_offers_no_report_and_no_steps_of_a_shut_brand_and_says_whom_to_ring(self, label: str) -> None:
        Opening.objects.filter(brand__slug=cast.HEYAN.slug).delete()
        page = Client().get(f"/d/{label}/").content.decode()
        assert "/report/heyan/S3/" not in page
        assert "/help/" not in page
        for said in ("没有对公众开放", cast.HOTLINE, "换过："):
            assert said in page, said

    def test_says_its_warranty_in_english_to_who_reads_that(self, label: str) -> None:
        Device.objects.filter(label=label).update(bought_date=timezone.localdate())
        reader = Client(headers={"Accept-Language": "en"})
        asked = {"bought_date": timezone.localdate().isoformat(), "serial": SERIAL}
        for page in (reader.get(f"/d/{label}/"), reader.get("/report/heyan/S3/", asked)):
            text = page.content.decode()
            own = page.request["PATH_INFO"].startswith("/d/")  # of another's device a report says no terms
            for said in ("Heyan warranty terms, edition 2025", "clause 3", "water damage, forced entry"):
                assert (said in text) is own, said
            for chinese in ("整机保修条款", "第 3 条", "撬损"):
                assert chinese not in text, chinese
        text = Client(headers={"Accept-Language": "zh-CN"}).get(f"/d/{label}/").content.decode()
        assert "禾砚整机保修条款 2025 版" in text
        WarrantyTerm.objects.update(title_en="", clause_en="", excludes_en="")
        assert "整机保修条款 2025 版" in reader.get(f"/d/{label}/").content.decode()

    def test_shows_who_proved_the_phone_the_own_cases_and_nobody_elses(self, label: str) -> None:
        one = walk("submitted", customer=cast.GRANDMA_LI)
        stranger = Client()
        stranger.get(f"/c/{one.token}/", follow=True)
        assert "您在这台上的单子" not in stranger.get(f"/d/{label}/").content.decode()
        device = Device.objects.get(label=label)
        mine = Client()
        mine.get(f"/c/{_link_of(device)}/", follow=True)
        page = mine.get(f"/d/{label}/").content.decode()
        assert "您在这台上的单子" in page
        assert "已登记在案" in page

    def test_keeps_the_day_its_owner_told_with_a_report_for_him_alone(self, laid: None) -> None:
        now = timezone.now()
        told = {"serial": "HY3-2026-9001", "bought_date": (now - timedelta(days=30)).date()}
        one, own = begin(replace(a_report(now=now), **told), now=now), Client()
        own.get(f"/c/{one.token}/")
        at, day = "/devices/?serial=HY3-2026-9001", date_format(told["bought_date"], "Y年n月j日")
        page = flat(own.get(at))
        assert day in page
        assert "您登记的购买日期" in page
        assert day not in flat(Client().get(at))

    def test_is_not_found_by_a_code_or_a_number_nobody_has_and_accuses_nobody(self, label: str, client: Client) -> None:
        assert client.get("/d/nothing/").status_code == 404
        page = client.get("/devices/?serial=NO-SUCH-1")
        assert page.status_code == 404
        assert "这不说明它有问题" in page.content.decode()

    def test_whose_number_several_makers_gave_is_chosen_by_its_model(self, label: str, client: Client) -> None:
        other = Product.objects.get(code="KF-35")
        acting(lambda: goods.register(product=other, serial=SERIAL, now=timezone.now()))
        page = client.get(f"/devices/?serial={SERIAL}").content.decode()
        assert "不止一家用了这个序列号" in page
        assert "青枫 35 型空调" in client.get(f"/devices/?serial={SERIAL}&model=qingfeng/KF-35").content.decode()


def _link_of(device: Device) -> str:
    from anxin.domain.people import actions

    row = device.repairs.get()
    return acting(lambda: actions.link(stream=row.stream(), person=row.customer, now=timezone.now()))


class TestLabels:
    def test_are_printed_for_known_and_new_numbers_once_each(self, label: str) -> None:
        told = {"product": "heyan/S3", "serials": f"{SERIAL}\nnew-1\nNEW-1\n"}
        page = phone_of(cast.XIAO_CHEN).post("/desk/labels/", told).content.decode()
        assert page.count('class="qr"') == 2
        assert Device.objects.get(serial=SERIAL).label == label
        assert Device.objects.get(serial="NEW-1").label

    def test_of_another_brand_are_nobodys_to_print_at_a_brand(self, laid: None) -> None:
        owner = phone_of(cast.HEYAN_OWNER)
        page = owner.get("/merchant/labels/").content.decode()
        assert ("heyan/S3" in page, "qingfeng/KF-35" in page) == (True, False)
        assert owner.post("/merchant/labels/", {"product": "qingfeng/KF-35", "serials": "A1"}).status_code == 422
        assert owner.post("/merchant/labels/", {"product": "heyan/S3", "serials": "A1"}).status_code == 200
        assert not Device.objects.filter(product__code="KF-35").exists()

    def test_of_a_brand_that_leaves_say_so_before_they_are_printed(self, laid: None) -> None:
        owner, day = phone_of(cast.HEYAN_OWNER), timezone.localdate() + timedelta(days=1)
        assert "接手" not in owner.get("/merchant/labels/").content.decode()
        brand = Product.objects.get(code="S3").brand
        row = Departure(house=brand, from_date=day, successor="清风电器服务", asked_by="x")
        row.state, row.created_at, row.updated_at = "agreed", timezone.now(), timezone.now()
        row.save(force_insert=True)
        page = owner.get("/merchant/labels/").content.decode()
        assert "由清风电器服务接手，这里不能再报修" in page

    def test_lead_to_a_page_that_looks_right(self, label: str, visitor: Callable[..., Visitor]) -> None:
        anna = visitor(PHONE)
        anna.goes(f"/d/{label}/")
        anna.looks_over("device")
