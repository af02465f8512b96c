"""Houses at the desk: listed, searched, taken away as a file, made, called otherwise and retired by form."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.opening.tasks import depart_houses
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from tests.claim_builders import a_claim
from tests.faces.conftest import DESK, Visitor
from tests.flat import flat
from tests.forms import shown

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
LIST = "/desk/houses/"
NEW = {"kind": "merchant", "name": "小店", "slug": "dian", "licence": "", "site": "", "pages_at": ""}


class TestList:
    def test_finds_by_name_and_kind_and_asks_no_more_for_more_houses(self, sits: Sits) -> None:
        client = sits(cast.ADMIN)
        page = client.get(LIST).content.decode()
        assert all(one.name in page for one in (cast.HEYAN, cast.MERCHANT, cast.OUTLET_WUHOU))
        found = client.get(LIST, {"q": "禾砚", "kind": "brand"}).content.decode()
        assert cast.HEYAN.name in found
        assert cast.QINGFENG.name not in found
        assert "没有这样的机构" in client.get(LIST, {"q": "zzz"}).content.decode()
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        assert len(asked) <= 8

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_is_taken_away_as_a_file(self, kind: str, sits: Sits) -> None:
        answer = sits(cast.ADMIN).get(LIST, {"as": kind, "kind": "brand"})
        assert answer.status_code == 200
        assert answer["Content-Disposition"].endswith(f'.{kind}"')
        if kind == "csv":
            lines = answer.content.decode("utf-8-sig").splitlines()
            assert len(lines) == 3
            assert lines[1].startswith("heyan,品牌方,禾砚,示例 0001,https://heyan.example,")

    def test_is_the_administrators(self, sits: Sits) -> None:
        for one in (cast.XIAO_CHEN, cast.HEYAN_OWNER, cast.BOSS_HE):
            client = sits(one)
            assert client.get(LIST).status_code in (302, 403, 404)
            assert client.post(f"{LIST}anxin/making/", NEW).status_code in (302, 403, 404)
        assert not Organisation.objects.filter(slug="dian").exists()


class TestABrandThatLeaves:
    def test_is_let_go_by_two_and_its_pages_say_who_takes_over(self, sits: Sits, client: Client) -> None:
        first, home, now = sits(cast.ADMIN), people.operator(), timezone.now()
        qian = people.account(cast.QIAN.username)
        assert qian is not None
        acting(lambda: people_actions.grant(account=qian, organisation=home, role="operator", now=now))
        second, here = sits(cast.QIAN), f"{LIST}heyan/"
        told = {"from_date": (timezone.localdate() + timedelta(days=9)).isoformat(), "successor": "清风电器服务"}
        told |= {"successor_at": "https://next.example", "why": "合同到期"}
        assert first.post(f"{here}departure/", told).status_code == 302
        assert "departure-agreement" not in first.get(here).content.decode()
        assert "departure-agreement" in second.get(here).content.decode()
        read = shown(second, f"{here}?do=departure-agreement")
        assert second.post(f"{here}departure-agreement/", read).status_code == 302
        assert "清风电器服务" in first.get(here).content.decode()
        assert "departure-undoing" in first.get(here).content.decode()

        depart_houses.func(now=timezone.now() + timedelta(days=9))

        for path in ("/brands/heyan/", "/report/heyan/S3/"):
            page = client.get(path).content.decode()
            assert "已不在这里服务" in page, path
            assert "https://next.example" in page
            assert "/claim/" in page, "what was bought may be claimed about"
        page = first.get(here).content.decode()
        assert "do=return" not in page
        assert "另建一个品牌" in page
        assert "做完这些才能停用" not in page, "it is retired by itself"


class TestAMerchantThatLeaves:
    def test_is_let_go_by_two_and_its_claims_go_on_with_who_pays_said(self, sits: Sits) -> None:
        first, home, now = sits(cast.ADMIN), people.operator(), timezone.now()
        qian = people.account(cast.QIAN.username)
        assert qian is not None
        acting(lambda: people_actions.grant(account=qian, organisation=home, role="operator", now=now))
        second, here = sits(cast.QIAN), f"{LIST}{cast.MERCHANT.slug}/"
        one = a_claim(now=now)
        told = {"from_date": (timezone.localdate() + timedelta(days=9)).isoformat(), "paid_by": "deposit"}
        assert "由谁付" in flat(first.get(f"{here}?do=shop-departure"))
        assert first.post(f"{here}shop-departure/", {**told, "why": ""}).status_code == 422
        assert first.post(f"{here}shop-departure/", {**told, "why": "不做了"}).status_code == 302
        read = shown(second, f"{here}?do=departure-agreement")
        assert second.post(f"{here}departure-agreement/", read).status_code == 302
        assert "之后它应付的由谁付：它的保证金" in flat(first.get(here))

        depart_houses.func(now=timezone.now() + timedelta(days=9))

        assert "商家已于" in flat(sits(cast.LIN).get(f"/desk/claims/{one.claim.number}/"))
        assert "商家已于" in flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{one.claim.number}/"))

    def test_or_answers_nothing_is_said_with_why_and_taken_back(self, sits: Sits) -> None:
        client, here = sits(cast.ADMIN), f"{LIST}{cast.MERCHANT.slug}/"
        one = a_claim(now=timezone.now())
        assert client.post(f"{here}silence/", {"paid_by": "operator", "why": "电话停机"}).status_code == 302
        assert "标为失联" in flat(client.get(here))
        assert "起失联：期限一过" in flat(sits(cast.LIN).get(f"/desk/claims/{one.claim.number}/"))
        assert client.post(f"{here}silence-end/").status_code == 302
        assert "起失联" not in flat(sits(cast.LIN).get(f"/desk/claims/{one.claim.number}/"))


class TestOne:
    def test_is_made_called_otherwise_retired_and_taken_back(self, sits: Sits) -> None:
        client = sits(cast.ADMIN)
        assert client.post(f"{LIST}anxin/making/", NEW)["Location"] == f"{LIST}dian/"
        assert client.post(f"{LIST}dian/correction/", {**NEW, "name": "大店"}).status_code == 302
        page = client.get(f"{LIST}dian/").content.decode()
        assert "大店" in page
        invites = 'href="/desk/staff/houses/dian/"'
        assert invites in page, "what comes next is offered"
        assert client.post(f"{LIST}dian/retirement/", {"why": "关店了"}).status_code == 302
        page = client.get(f"{LIST}dian/").content.decode()
        assert "停用" in page
        assert invites not in page
        assert client.post(f"{LIST}dian/return/", {}).status_code == 302
        assert Organisation.objects.get(slug="dian").retired_at is None

    def test_a_slip_is_said_by_its_field_and_what_was_typed_stays(self, sits: Sits) -> None:
        client = sits(cast.ADMIN)
        answer = client.post(f"{LIST}anxin/making/", {**NEW, "slug": "heyan"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "小店" in page
        assert "heyan" in page

    def test_says_what_hangs_on_it_and_offers_no_retirement(self, sits: Sits) -> None:
        client = sits(cast.ADMIN)
        page = client.get(f"{LIST}heyan/").content.decode()
        assert "做完这些才能停用" in page
        assert "do=retirement" not in page
        assert client.post(f"{LIST}heyan/retirement/", {"why": "试试"}).status_code == 409
        assert Organisation.objects.get(slug="heyan").retired_at is None

    def test_leads_from_open_claims_to_the_claims(self, sits: Sits, live_now: datetime) -> None:
        client = sits(cast.ADMIN)
        one = a_claim(now=live_now)
        page = flat(client.get(f"{LIST}{cast.MERCHANT.slug}/"))
        assert re.search(rf"未结售后申请.{{0,200}}href=\"/desk/claims/\?seller={cast.MERCHANT.slug}\"", page)
        its = flat(client.get(f"/desk/claims/?seller={cast.MERCHANT.slug}"))
        assert (one.claim.number in its, f"只看对 {cast.MERCHANT.name} 的" in its) == (True, True)
        assert one.claim.number not in flat(client.get(f"/desk/claims/?seller={cast.HEYAN.slug}"))


@pytest.mark.browser
def test_a_house_is_made_in_the_browser(visitor: Callable[..., Visitor], sits: Sits) -> None:
    admin = visitor(DESK).sits_down(sits(cast.ADMIN))
    page = admin.goes(LIST)
    admin.looks_over("houses")
    page.get_by_role("link", name="新建机构").click()
    form = page.locator("form", has=page.locator("input[name=slug]"))
    form.locator("input[name=name]").fill("小店")
    form.locator("input[name=slug]").fill("dian")
    form.locator("label", has=page.locator("input[name=kind][value=merchant]")).click()
    form.get_by_role("button", name="新建机构").click()
    page.get_by_text("挂着什么").wait_for()
    admin.looks_over("house")


def test_looks_right_where_a_brand_leaves(sits: Sits, visitor: Callable[..., Visitor]) -> None:
    first, here = sits(cast.ADMIN), f"{LIST}heyan/"
    told = {"from_date": (timezone.localdate() + timedelta(days=9)).isoformat(), "successor": "清风电器服务"}
    assert (
        first.post(f"{here}departure/", {**told, "successor_at": "https://next.example", "why": "到期"}).status_code
        == 302
    )
    desk = visitor(DESK).sits_down(first)
    desk.goes(here)
    desk.looks_over("house-leaves")
    depart_houses.func(now=timezone.now() + timedelta(days=9))
    phone = visitor()
    phone.goes("/brands/heyan/")
    phone.looks_over("brand-left")
    desk.goes(here)
    desk.looks_over("house-left")


@pytest.mark.browser
def test_a_merchant_that_is_gone_is_looked_at(visitor: Callable[..., Visitor], sits: Sits) -> None:
    admin, here = sits(cast.ADMIN), f"{LIST}{cast.MERCHANT.slug}/"
    one = a_claim(now=timezone.now())
    desk = visitor(DESK).sits_down(admin)
    desk.goes(f"{here}?do=shop-departure")
    desk.looks_over("merchant-leaves")
    assert admin.post(f"{here}silence/", {"paid_by": "deposit", "why": "电话停机"}).status_code == 302
    desk.goes(here)
    desk.looks_over("merchant-silent")
    reviewer = visitor(DESK).sits_down(sits(cast.LIN))
    reviewer.goes(f"/desk/claims/{one.claim.number}/")
    reviewer.looks_over("claim-seller-silent")
