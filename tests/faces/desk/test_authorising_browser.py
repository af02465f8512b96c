"""A brand authorises, suspends and signs in a real browser; whom two brands share."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from tests.faces.conftest import DESK, Visitor, posted

pytestmark = pytest.mark.django_db
type Sits = Callable[[object], Client]
LIST = {"desk": "/desk/authorisations/", "merchant": "/merchant/authorisations/"}
NUMBER = "400-000-0088"


def until(days: int = 300) -> str:
    return (datetime.now().date() + timedelta(days=days)).isoformat()  # a day far ahead


def said(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def a_hotline(client: Client, *, face: str = "merchant", **more: str) -> int:
    told = {"number": NUMBER, "scope": "安装", "hours": "1-5 8:00-18:00", "to_date": until()}
    return client.post(f"{LIST[face]}brands/heyan/hotline/", {**told, **more}).status_code


@pytest.mark.browser
class TestInTheBrowser:
    def test_a_brand_adds_a_hotline_suspends_two_people_and_signs_anew(
        self, visitor: Callable[..., Visitor], sits: Sits
    ) -> None:
        owner = visitor(DESK).sits_down(sits(cast.HEYAN_OWNER))
        page = owner.goes(LIST["merchant"])
        owner.looks_over("authorisations")
        page.get_by_role("link", name="登记和密钥").click()
        owner.looks_over("authorisations-brand")
        page.get_by_role("link", name="加一条热线").click()
        page.get_by_label("热线号码").fill(NUMBER)
        page.get_by_label("用途").fill("安装、预约，24 小时人工")
        page.get_by_label("接听时间").fill("24 小时")
        page.get_by_label("授权至").fill(until())
        owner.looks_over("authorisations-hotline")
        with posted(page):
            page.get_by_role("button", name="加一条热线").click()
        owner.sees(NUMBER)
        page.get_by_role("link", name=NUMBER).click()
        owner.sees("公众现在查到的是")
        owner.looks_over("authorisations-one")
        page.get_by_role("link", name="添加材料扫描件").click()
        page.get_by_text("和网点的合同").click()
        page.locator("input[type=file]").set_input_files(
            {"name": "合同.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 the contract"}
        )
        page.locator("input[type=hidden][name=photo]").wait_for(state="attached")
        owner.looks_over("authorisations-scan")
        with posted(page):
            page.get_by_role("button", name="添加材料扫描件").click()
        owner.sees("和网点的合同")
        owner.looks_over("authorisations-scans")
        owner.goes(f"{LIST['merchant']}?kind=technician")
        for box in page.locator("input[name=number]").all()[:2]:
            box.check()
        with posted(page):
            page.get_by_role("button", name="暂停…").click()
        page.get_by_label("为什么").fill("合同到期，等新合同")
        owner.looks_over("authorisations-several")
        with posted(page):
            page.get_by_role("button", name="暂停 · 2").click()
        owner.sees("办好 2 份")
        owner.goes(LIST["merchant"] + "files/vouched_technicians/")
        owner.looks_over("authorisations-file")


class TestSharedTechnician:
    def test_is_taken_by_another_brand_by_his_badge_alone_and_no_phone_is_told_right_or_wrong(
        self, sits: Sits, live_now: datetime
    ) -> None:
        owner, place = sits(cast.QINGFENG_OWNER), f"{LIST['merchant']}brands/{cast.QINGFENG.slug}/"
        told = {"number": cast.MASTER_LUO.number, "outlet": "AX-CD-01", "to_date": until()}
        pages = [
            owner.post(f"{place}technician/", {**told, "phone": phone}).content.decode()
            for phone in (cast.MASTER_LUO.phone, "13800000666")
        ]
        assert all("别的品牌也在用这一项" in page for page in pages)
        assert owner.post(f"{place}technician/", told).status_code == 302
